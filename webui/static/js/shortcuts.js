/** The keys that work on every page; `?` shows them all. */

import { getPage } from "./api.js";
import { closeFind, openFind } from "./find.js";
import { report } from "./say.js";
import { stepText } from "./textsize.js";

const dialog = document.querySelector("[data-keys]");
const place = dialog.querySelector("[data-keys-place]");

async function showKeys() {
  try {
    if (!place.childElementCount) {
      const page = await getPage(place.dataset.url);
      place.replaceChildren(document.adoptNode(page.querySelector("[data-keys-list]")));
    }
    dialog.showModal();
  } catch (problem) { report(problem); }
}

const WITH_CTRL = {
  f: openFind,
  p: () => print(),
  "+": () => stepText(1),
  "=": () => stepText(1),
  "-": () => stepText(-1),
  0: () => stepText(0),
};

/** Whether keys belong to what has the focus. @param {Event} event */
export function typing(event) {
  return event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
}

function goTo(number) {
  document.querySelectorAll(".entries a")[number - 1]?.click();
}

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && WITH_CTRL[event.key]) {
    event.preventDefault();
    WITH_CTRL[event.key]();
  } else if (event.altKey && !command && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    goTo(Number(event.key));
  } else if (event.key === "Escape" && closeFind()) {
    event.preventDefault();
  } else if (event.key === "?" && !typing(event) && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    showKeys();
  }
});
dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
