/** Choosing recordings, deleting them, repairing what was not finished. */

import { postJson } from "../../static/js/api.js";
import { followJob } from "../../static/js/job.js";
import { report } from "../../static/js/say.js";
import { removed } from "./remove.js";

const table = document.querySelector("[data-recordings]");
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
  const ticked = chosen().map((tick) => ({ id: tick.value, words: `${tick.dataset.title} (${tick.dataset.about})` }));
  if (await removed(button.dataset.url, ticked)) location.reload();
  else button.focus();
}

async function repair(event) {
  const start = event.currentTarget;
  const panel = document.querySelector("[data-repair-panel] [data-progress]");
  start.disabled = true;
  const { job, state } = await postJson(start.dataset.url, {});
  Object.assign(panel.dataset, { job, stateUrl: state });
  panel.hidden = false;
  followJob(panel, (ended) => {
    if (ended.state === "done") { location.reload(); return; }
    report(new Error(`${ended.error} ${ended.hint}`));
    start.disabled = false;
  });
}

if (table && button) {
  table.addEventListener("change", (event) => {
    if ("all" in event.target.dataset) ticks().forEach((tick) => { tick.checked = event.target.checked; });
    show();
  });
  button.addEventListener("click", () => remove().catch(report));
  show();
}
document.querySelector("[data-repair]")?.addEventListener("click", (event) => repair(event).catch(report));
