/** Saving copies and reports: into a folder the person chooses, or as files a browser downloads. */

import { getJson, postJson } from "../../static/js/api.js";
import { followJob } from "../../static/js/job.js";
import { native, pick } from "../../static/js/inbox.js";
import { announce, element, report } from "../../static/js/say.js";

const dialog = document.querySelector("[data-save]");
const part = (name) => dialog.querySelector(`[data-save-${name}]`);
const panel = part("progress");
const proposed = dialog.querySelector("[name=proposed]");
const chosen = dialog.querySelector("[name=decided]");
const corrected = dialog.querySelector("[name=format][value=fixed]");

/** Proposed corrections go into corrected copies only. */
function match() {
  if (chosen) chosen.disabled = !corrected?.checked;
  if (proposed) proposed.disabled = !corrected?.checked || Boolean(chosen?.checked);
}

function fixes() {
  if (chosen?.checked) return "decided";
  return proposed?.checked && !proposed.disabled ? "proposed" : "safe";
}

function fail(problem) {
  part("error").textContent = problem.message;
  part("error").hidden = false;
  busy(false);
}

function busy(is) {
  panel.hidden = !is;
  part("go").disabled = is;
}

async function save() {
  const form = new FormData(part("form"));
  const formats = form.getAll("format");
  part("error").hidden = true;
  part("done").hidden = true;
  if (!formats.length) { fail(new Error("Choose at least one kind of file.")); return; }
  const folder = native ? await pick("output") : { token: "" };
  if (!folder) return;
  busy(true);
  const { job, url, state } = await postJson(dialog.dataset.url, { formats, folder: folder.token, fixes: fixes(), ...(dialog.dataset.file ? { file: Number(dialog.dataset.file) } : {}) });
  follow(job, url, state);
}

function follow(job, url, state) {
  panel.dataset.job = job;
  panel.dataset.stateUrl = state;
  followJob(panel, async (ended) => {
    busy(false);
    if (ended.state !== "done") { fail(new Error(`${ended.error || "Stopped."} ${ended.hint}`.trim())); return; }
    show(await getJson(url).catch(fail));
  });
}

function show(saved) {
  if (!saved) return;
  const where = saved.folder ? ` in “${saved.folder}”` : "";
  const count = saved.written === 1 ? "1 file" : `${saved.written.toLocaleString("en")} files`;
  part("summary").textContent = saved.written ? `${count} written${where}.` : "Nothing was written.";
  // A tick where something was refused, or never read, would say that all is there.
  const kind = saved.refused.length ? "error" : saved.missing.length ? "warning" : "done";
  for (const each of ["done", "warning", "error"]) part("said").classList.toggle(`m-${each}`, each === kind);
  part("said").querySelector("use").setAttribute("href", kind === "done" ? "#i-done" : `#i-s-${kind}`);
  part("missing").replaceChildren(...saved.missing.map((text) => element("li", { textContent: text })));
  const lines = saved.refused.map((text) => element("li", { className: "error", textContent: text }));
  const files = saved.files.map(({ name, url }) => element("li", {}, url ? element("a", { href: url, download: name, textContent: name }) : new Text(name)));
  const whole = saved.archive ? [element("li", {}, element("a", { href: saved.archive, download: "", textContent: "All files in one archive" }))] : [];
  part("files").replaceChildren(...lines, ...whole, ...files);
  part("done").hidden = false;
  part("reveal").hidden = !(native && saved.written);
  announce(part("summary").textContent);
  (native && saved.written ? part("reveal") : part("close")).focus();
}

corrected?.addEventListener("change", match);
chosen?.addEventListener("change", match);
match();
document.querySelector("[data-save-open]").addEventListener("click", () => dialog.showModal());
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  const begin = document.querySelector("[data-save-open]");
  if (begin.disabled || document.querySelector("dialog[open]")) return;
  dialog.showModal();
  part("form").requestSubmit();
});
part("close").addEventListener("click", () => dialog.close());
part("reveal").addEventListener("click", () => postJson(dialog.dataset.revealUrl, {}).catch(report));
part("form").addEventListener("submit", (event) => { event.preventDefault(); save().catch(fail); });
