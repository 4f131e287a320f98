/** A panel for a job that was just started, made like those that were there when the page was. */

import { followJob } from "../../static/js/job.js";
import { element, report } from "../../static/js/say.js";

/**
 * @param {{job: string, state: string, cancel: string}} told
 * @param {string} title
 */
export function panelFor(told, title) {
  const name = element("strong", { className: "clip", textContent: title, id: `job-${told.job}` });
  const [eta, note] = [element("span", { className: "soft" }), element("span", { className: "soft clip", textContent: "Starting" })];
  const bar = element("progress");
  const cancel = element("button", { type: "button", textContent: "Stop" });
  eta.dataset.eta = note.dataset.note = cancel.dataset.cancel = "";
  bar.setAttribute("aria-labelledby", name.id);
  const panel = element("div", { className: "progress" },
    element("div", { className: "row between" }, name, eta), bar, element("div", { className: "row between" }, note, cancel));
  Object.assign(panel.dataset, { job: told.job, stateUrl: told.state, cancelUrl: told.cancel });
  return panel;
}

/**
 * Follow a panel; a failure is said, and `done` hears of every end.
 * @param {HTMLElement} panel
 * @param {(job: object) => void} done
 * @param {(problem: Error) => void} say how a failure is said
 */
export function follow(panel, done, say = report) {
  followJob(panel, (job) => {
    if (job.state === "failed") say(new Error(`${job.error} ${job.hint}`.trim()));
    done(job);
  });
}
