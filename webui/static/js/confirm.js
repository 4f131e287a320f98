/** Asks once before something goes for good, and says what goes. */

import { element } from "./say.js";

const dialog = document.querySelector("[data-confirm]");
let settle = () => {};
// The event comes a task after the closing: by then the next question may stand open, and this is not its answer.
dialog?.addEventListener("close", () => { if (!dialog.open) settle(false); });

/**
 * @param {{title: string, text: string, items: string[], yes: string, extra?: HTMLElement}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, items, yes, extra = null }) {
  settle(false);
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-confirm-text]").textContent = text;
  dialog.querySelector("[data-confirm-list]").replaceChildren(...items.map((item) => element("li", { textContent: item })));
  dialog.querySelector("[data-confirm-extra]").replaceChildren(...(extra ? [extra] : []));
  const agree = dialog.querySelector("[data-confirm-yes]");
  agree.textContent = yes;
  const answer = new Promise((resolve) => { settle = resolve; });
  agree.onclick = () => { settle(true); dialog.close(); };
  dialog.querySelector("[data-confirm-no]").onclick = () => dialog.close();
  dialog.showModal();
  dialog.querySelector("[data-confirm-no]").focus();
  return answer;
}
