/** Telling the person: on the page, and to who listens to it. */

const announcer = document.querySelector("[data-announcer]");
const messages = document.querySelector("[data-messages]");

/** @param {string} text */
export function announce(text) {
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50);
}

/** @param {string} text @param {"done"|"warning"|"error"} kind */
export function message(text, kind = "done") {
  const icon = { done: "done", warning: "s-warning", error: "s-error" }[kind];
  const box = element("div", { className: `message m-${kind}` }, svg(icon), element("p", { textContent: text }));
  messages.replaceChildren(box);
  announce(text);
  box.scrollIntoView({ block: "nearest" });
}

/** Show a failure. @param {Error} problem */
export function report(problem) {
  message(problem.message, "error");
}

/** @param {string} name @param {object} properties @param {...Node} children */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** An icon of the page's sprite. @param {string} name */
export function svg(name) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  made.append(use);
  return made;
}

/** Seconds in words. @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
