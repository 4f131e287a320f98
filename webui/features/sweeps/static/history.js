/** Choosing sweeps and deleting them: asks once, and says what goes. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { report } from "../../static/js/say.js";

const table = document.querySelector("[data-sweeps]");
const button = document.querySelector("[data-delete]");
const ticks = () => [...(table?.querySelectorAll("tbody input[type=checkbox]") ?? [])];
const chosen = () => ticks().filter((tick) => tick.checked);

function show() {
  const count = chosen().length;
  button.disabled = count === 0;
  const all = table.querySelector("[data-all]");
  all.checked = count > 0 && count === ticks().length;
  all.indeterminate = count > 0 && count < ticks().length;
}

async function remove() {
  const ticked = chosen();
  const what = ticked.length === 1 ? "this sweep" : `these ${ticked.length} sweeps`;
  const agreed = await confirmed({
    title: `Delete ${what}?`,
    text: "Findings and excerpts go for good, from the library and its backups. The documents, and files you saved, stay.",
    items: ticked.slice(0, 20).map((tick) => `${tick.dataset.title} (${tick.dataset.about})`),
    yes: "Delete",
  });
  if (!agreed) { button.focus(); return; }
  await postJson(button.dataset.url, { sweeps: ticked.map((tick) => Number(tick.value)) });
  location.reload();
}

if (table && button) {
  table.addEventListener("change", (event) => {
    if ("all" in event.target.dataset) ticks().forEach((tick) => { tick.checked = event.target.checked; });
    show();
  });
  button.addEventListener("click", () => remove().catch(report));
  show();
}
