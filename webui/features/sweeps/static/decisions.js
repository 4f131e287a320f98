/** The page of decisions: taking them back, and handing the list on. */

import { postJson } from "../../static/js/api.js";
import { native, pick } from "../../static/js/inbox.js";
import { message, report } from "../../static/js/say.js";
import { confirmed } from "../../static/js/confirm.js";

const table = document.querySelector("[data-decisions]");
const button = document.querySelector("[data-forget]");
const list = document.querySelector("[data-house]");
const ticks = () => [...(table?.querySelectorAll("tbody input[type=checkbox]") ?? [])];
const chosen = () => ticks().filter((tick) => tick.checked);

function show() {
  const count = chosen().length;
  button.disabled = count === 0;
  const all = table.querySelector("[data-all]");
  all.checked = count > 0 && count === ticks().length;
  all.indeterminate = count > 0 && count < ticks().length;
}

async function forget() {
  const ticked = chosen();
  const agreed = await confirmed({
    title: ticked.length === 1 ? "Take this decision back?" : `Take these ${ticked.length} decisions back?`,
    text: "They go for good, from the library and its backups, and no longer count in the next check.",
    items: ticked.slice(0, 20).map((tick) => tick.dataset.title),
    yes: "Take back",
  });
  if (!agreed) { button.focus(); return; }
  await postJson(button.dataset.url, { fingerprints: ticked.map((tick) => tick.value), forget: true });
  location.reload();
}

async function save() {
  const folder = await pick("output");
  if (folder) message((await postJson(list.dataset.url, { folder: folder.token })).said);
}

if (table && button) {
  table.addEventListener("change", (event) => {
    if ("all" in event.target.dataset) ticks().forEach((tick) => { tick.checked = event.target.checked; });
    show();
  });
  button.addEventListener("click", () => forget().catch(report));
  show();
}
if (list && native) list.addEventListener("click", (event) => { event.preventDefault(); save().catch(report); });
