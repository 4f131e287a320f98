/** Changing the text of one segment in its place. Ctrl+Enter keeps it, Escape leaves it as it was. */

import { postJson } from "../../static/js/api.js";
import { announce, element, report } from "../../static/js/say.js";

const root = document.querySelector("[data-transcript]");
const undoButton = document.querySelector("[data-undo]");
const segments = root.querySelector("[data-segments]");

/** @param {HTMLElement} segment */
export function edit(segment) {
  if (segment.querySelector(".editor")) return;
  const text = segment.querySelector("[data-text]");
  const back = segment.querySelector("[data-edit]");
  const area = element("textarea", { value: text.textContent.replace(/\s+/g, " ").trim(), rows: 3 });
  area.setAttribute("aria-label", back.getAttribute("aria-label"));
  const cancel = element("button", { type: "button", textContent: "Cancel" });
  const editor = element("form", { className: "editor" }, area,
    element("div", { className: "row" }, element("button", { type: "submit", className: "primary", textContent: "Keep" }), cancel));
  const leave = () => { editor.remove(); text.hidden = false; back.focus(); };
  cancel.addEventListener("click", leave);
  editor.addEventListener("submit", (event) => { event.preventDefault(); keep(segment, area.value).catch(report); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); editor.requestSubmit(); }
  });
  text.hidden = true;
  text.after(editor);
  area.focus();
}

async function keep(segment, text) {
  const url = root.dataset.editUrl.replace(/[^/]*$/, segment.dataset.segment);
  show(await postJson(url, { text }));
  segment.querySelector("[data-edit]").focus();
  announce("Changed.");
}

/** Take back the newest change. */
export async function undo() {
  const told = await postJson(root.dataset.undoUrl, {});
  if (!told.segment) return;
  show(told);
  const segment = segments.querySelector(`[data-segment="${told.segment}"]`);
  segment?.scrollIntoView({ block: "center" });
  announce("Change taken back.");
}

function show(told) {
  undoButton.disabled = !told.edits;
  const segment = segments.querySelector(`[data-segment="${told.segment}"]`);
  if (!segment) return;
  const parsed = new DOMParser().parseFromString(told.html, "text/html");
  segment.querySelector(".editor")?.remove();
  segment.querySelector("[data-text]").replaceWith(document.adoptNode(parsed.querySelector("[data-text]")));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing && !undoButton.disabled) {
    event.preventDefault();
    undo().catch(report);
  }
});
