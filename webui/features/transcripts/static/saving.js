/** Saving a transcript: into a folder the person chooses, or as files a browser downloads. */

import { postJson } from "../../static/js/api.js";
import { native, pick } from "../../static/js/inbox.js";
import { announce, element } from "../../static/js/say.js";

const dialog = document.querySelector("[data-save]");
const part = (name) => dialog.querySelector(`[data-save-${name}]`);

async function save() {
  const formats = new FormData(part("form")).getAll("format");
  part("error").hidden = part("done").hidden = true;
  if (!formats.length) throw new Error("Choose at least one kind of file.");
  const folder = native ? await pick("output") : { token: "" };
  if (!folder) return;
  const { folder: name, files } = await postJson(dialog.dataset.url, { formats, folder: folder.token });
  part("summary").textContent = name ? `${files.length === 1 ? "1 file" : `${files.length} files`} written in “${name}”.` : "Ready:";
  part("files").replaceChildren(...files.map(({ name: file, url }) =>
    element("li", {}, url ? element("a", { href: url, download: file, textContent: file }) : new Text(file))));
  part("done").hidden = false;
  announce(part("summary").textContent);
}

const open = () => dialog.showModal();
document.querySelector("[data-save-open]").addEventListener("click", open);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && !dialog.open) { event.preventDefault(); open(); }
});
part("close").addEventListener("click", () => dialog.close());
part("form").addEventListener("submit", (event) => {
  event.preventDefault();
  save().catch((problem) => { part("error").textContent = problem.message; part("error").hidden = false; });
});
