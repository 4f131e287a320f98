/** The matrix of acronyms: arrow keys go through the rows that lead to findings, / goes to the search. */

import { typing } from "../../static/js/shortcuts.js";

const links = [...document.querySelectorAll("[data-matrix] .row-link")];
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6 };

function move(by) {
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? 0 : Math.min(Math.max(now + by, 0), links.length - 1);
  links[next]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || typing(event) || document.querySelector("dialog[open]")) return;
  const inTable = event.target.closest?.("[data-matrix]");
  if (STEPS[event.key] && (inTable || event.key === "ArrowDown") && links.length) {
    event.preventDefault();
    move(STEPS[event.key]);
  } else if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-search]")?.focus();
  }
});
