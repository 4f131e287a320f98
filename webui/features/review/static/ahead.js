/** Keys pressed while a question has been asked for and is not open yet: they belong to the answer, and are no commands. */

let held = null;

/** A question will open: from now on keys are kept for it. */
export function expect() {
  held ??= { text: "", key: "" };
}

/**
 * Keep a key for the question that will open.
 * @param {KeyboardEvent} event
 * @returns {boolean} whether it was kept; after Enter or Escape the keys are commands again
 */
export function keep(event) {
  if (!held || held.key || event.ctrlKey || event.metaKey) return false;
  if (event.key === "Enter" || event.key === "Escape") held.key = event.key;
  else if (event.key === "Backspace") held.text = [...held.text].slice(0, -1).join("");
  else if ([...event.key].length === 1) held.text += event.key;
  else return false;
  event.preventDefault();
  return true;
}

/** The question has opened, or will not: nothing is kept any more. @returns {{text: string, key: string}} what was */
export function given() {
  const told = held ?? { text: "", key: "" };
  held = null;
  return told;
}

/** Put what was typed into the field of a question that has just opened. */
export function fill(field, { text }) {
  if (!text) return;
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
