/** Follows a job in a panel: bar, note, remaining time, stop. */

import { getJson, postJson } from "./api.js";
import { on } from "./events.js";
import { announce, duration, report } from "./say.js";

/**
 * @param {HTMLElement} panel with data-job, data-state-url and data-cancel-url
 * @param {(job: object) => void} ended
 */
export function followJob(panel, ended) {
  let quarter = 0;
  const show = (job) => {
    draw(panel, job);
    const now = job.total ? Math.floor((4 * job.done) / job.total) : 0;
    if (now > quarter && now < 4) announce(`${now * 25} percent`);
    quarter = now;
    if (!["queued", "running"].includes(job.state)) { stop(); ended(job); }
  };
  const load = () => getJson(panel.dataset.stateUrl).then(show).catch(report);
  const stop = on(`job:${panel.dataset.job}`, ({ kind, data }) => (kind === "reset" ? load() : show(data)));
  panel.querySelector("[data-cancel]")?.addEventListener("click", (event) => {
    event.currentTarget.disabled = true;
    postJson(panel.dataset.cancelUrl, {}).catch(report);
  });
  load();
}

function draw(panel, job) {
  const bar = panel.querySelector("progress");
  if (job.total) { bar.max = job.total; bar.value = job.done; }
  panel.querySelector("[data-note]").textContent = job.note || "Starting";
  const count = panel.querySelector("[data-count]");
  if (count && job.total) count.textContent = `${job.done.toLocaleString("en")} of ${job.total.toLocaleString("en")} files`;
  const eta = panel.querySelector("[data-eta]");
  if (eta) eta.textContent = job.eta ? `about ${duration(job.eta)} left` : "";
}
