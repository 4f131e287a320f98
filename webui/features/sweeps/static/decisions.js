/** The page of decisions: taking them back, and handing the list on. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { native, pick } from "../../static/js/inbox.js";
import { message, report } from "../../static/js/say.js";
import { choosing } from "../../static/js/ticks.js";

const button = document.querySelector("[data-forget]");
const list = document.querySelector("[data-house]");

choosing(document.querySelector("[data-decisions]"), button, async (ticked) => {
  const agreed = await confirmed({
    title: ticked.length === 1 ? "Take this decision back?" : `Take these ${ticked.length} decisions back?`,
    text: "They go for good, from the library and its backups, and no longer count in the next check.",
    items: ticked.slice(0, 20).map((tick) => tick.dataset.title),
    yes: "Take back",
  });
  if (agreed) await postJson(button.dataset.url, { fingerprints: ticked.map((tick) => tick.value), forget: true });
  return agreed;
});

async function save() {
  const folder = await pick("output");
  if (folder) message((await postJson(list.dataset.url, { folder: folder.token })).said);
}

if (list && native) list.addEventListener("click", (event) => { event.preventDefault(); save().catch(report); });
