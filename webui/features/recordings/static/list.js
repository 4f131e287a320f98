/** Choosing recordings, deleting them, repairing what was not finished. */

import { postJson } from "../../static/js/api.js";
import { followJob } from "../../static/js/job.js";
import { report } from "../../static/js/say.js";
import { choosing } from "../../static/js/ticks.js";
import { removed } from "./remove.js";

const button = document.querySelector("[data-delete]");

choosing(document.querySelector("[data-recordings]"), button, (ticked) => removed(
  button.dataset.url,
  ticked.map((tick) => ({ id: tick.value, words: `${tick.dataset.title} (${tick.dataset.about})` })),
));

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

document.querySelector("[data-repair]")?.addEventListener("click", (event) => repair(event).catch(report));
