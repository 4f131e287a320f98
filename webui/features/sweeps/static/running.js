/** A sweep while it runs: the bar, and the list of files as they are done. */

import { getPage } from "../../static/js/api.js";
import { on } from "../../static/js/events.js";
import { followJob } from "../../static/js/job.js";
import { announce } from "../../static/js/say.js";

const CALM = 1000;
const waiting = document.querySelector("[data-waiting]");
const sweep = document.querySelector("[data-sweep]");
const panel = document.querySelector("[data-job]");
/** Whether the person has begun something else here: then the page stays theirs. */
let elsewhere = false;
let loading = false;
let due = false;

/** The check has ended: show what it leads to, unless the person is at something else. */
function goOn() {
  const then = sweep?.dataset.then;
  const open = document.querySelector("dialog[open], [data-findbar]:not([hidden])");
  if (then && !elsewhere && !open) location.replace(then);
  else if (!elsewhere) location.reload();
}

/** Load the list again, at most once a second. */
async function renew() {
  if (loading) { due = true; return; }
  loading = true;
  const page = await getPage(location.href).catch(() => null);
  const fresh = page?.querySelector("[data-region=files]");
  if (fresh) document.querySelector("[data-region=files]").replaceWith(document.adoptNode(fresh));
  else if (page) goOn();
  setTimeout(() => { loading = false; if (due) { due = false; renew(); } }, CALM);
}

if (panel) {
  followJob(panel, (job) => {
    announce(job.state === "done" ? "Finished." : `Stopped. ${job.error ?? ""}`);
    goOn();
  });
}
on("sweeps", ({ kind, data }) => {
  if (waiting && (kind === "reset" || data.job === waiting.dataset.waiting)) location.reload();
  if (sweep && (kind === "reset" || data.sweep === Number(sweep.dataset.sweep))) renew();
});
for (const each of ["beforeunload", "drop"]) addEventListener(each, () => { elsewhere = true; });
if (document.querySelector("[data-elsewhere]")) setInterval(renew, 5000);
