/** What has to be said with a verdict: a reason, a full form, a comment for the author. */

import { fill, given } from "./ahead.js";

const dialog = document.querySelector("[data-ask]");
const part = (name) => dialog.querySelector(`[data-ask-${name}]`);
const form = part("form");
const ASKED = {
  accept: { about: "It joins your own list and holds for every later check.", why: "Remark (may stay empty)", need: "full_form", first: "full_form" },
  author: { about: "It stays in the annotated copy and in the comment matrix.", why: "Comment for the author (may stay empty)", need: "", first: "reason" },
  waive: { about: "It stays listed as waived, with your reason.", why: "Reason", need: "reason", first: "reason" },
};
const MISSING = { full_form: "Say what it stands for.", reason: "A waived finding needs a reason." };

/** Whether a verdict asks for something. @param {string} verdict */
export const asks = (verdict) => verdict in ASKED;

/**
 * Ask for what a verdict needs.
 * @param {string} verdict
 * @param {DOMStringMap} about the chosen finding
 * @param {string} of what else it is said of, for the title
 * @returns {Promise<object|null>} what was said; null when the person cancels
 */
export function ask(verdict, about, of) {
  const wanted = ASKED[verdict];
  if (!wanted) return Promise.resolve({});
  const titles = { accept: `Accept ${about.acronym}`, author: "For the author", waive: "Waive" };
  dialog.querySelector("h2").textContent = titles[verdict] + (of ? `: ${of}` : "");
  part("about").textContent = wanted.about;
  part("full").hidden = verdict !== "accept";
  part("why").textContent = wanted.why;
  part("error").hidden = true;
  form.elements.full_form.value = verdict === "accept" ? about.fullForm : "";
  form.elements.reason.value = "";
  dialog.showModal();
  form.elements[wanted.first].focus();
  form.elements[wanted.first].select();
  const before = given();
  fill(form.elements[wanted.first], before);
  const answer = answered(wanted);
  if (before.key === "Enter") form.requestSubmit();
  if (before.key === "Escape") dialog.close();
  return answer;
}

function answered(wanted) {
  return new Promise((done) => {
    const end = (answer) => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", cancel);
      if (dialog.open) dialog.close();
      done(answer);
    };
    const cancel = () => end(null);
    const submit = (event) => {
      event.preventDefault();
      const told = { reason: form.elements.reason.value.trim(), full_form: form.elements.full_form.value.trim() };
      if (wanted.need && !told[wanted.need]) { refuse(MISSING[wanted.need], wanted.need); return; }
      end(told);
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", cancel);
  });
}

function refuse(words, field) {
  part("error").textContent = words;
  part("error").hidden = false;
  form.elements[field].focus();
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
});
part("cancel").addEventListener("click", () => dialog.close());
