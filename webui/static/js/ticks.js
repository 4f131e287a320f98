/** Rows that are ticked in a table, and the button that does something to them all. */

import { report } from "./say.js";

/**
 * @param {HTMLTableElement|null} table with a box in each row, and one of `data-all` in its head
 * @param {HTMLButtonElement|null} button that is there once something is ticked
 * @param {(ticked: HTMLInputElement[]) => Promise<boolean>} act tells whether it was done
 */
export function choosing(table, button, act) {
  if (!table || !button) return;
  const ticks = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
  const chosen = () => ticks().filter((tick) => tick.checked);
  const show = () => {
    const count = chosen().length;
    button.disabled = count === 0;
    const all = table.querySelector("[data-all]");
    all.checked = count > 0 && count === ticks().length;
    all.indeterminate = count > 0 && count < ticks().length;
  };
  table.addEventListener("change", ({ target }) => {
    if ("all" in target.dataset) ticks().forEach((tick) => { tick.checked = target.checked; });
    show();
  });
  button.addEventListener("click", () => act(chosen())
    .then((done) => (done ? location.reload() : button.focus())).catch(report));
  show();
}
