/** A comment of the reviewer's own: on the selected text, or on the paragraph that is shown. */

import { fill, given } from "./ahead.js";
import { wentTo } from "./text.js";

const dialog = document.querySelector("[data-remark-dialog]");
const part = (name) => dialog.querySelector(`[data-remark-${name}]`);
const form = part("form");
const pages = document.querySelector("[data-pages]");

/** Characters as the library counts them: one outside the first plane is one, not two. @param {string} text */
const points = (text) => [...text].length;

/** Characters of a block before a point of its text, as the library counts them. */
function offset(block, node, at) {
  const text = block.querySelector("bdi");
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  const held = range.cloneContents();
  held.querySelectorAll("[data-apart]").forEach((each) => each.remove());
  return Number(text.dataset.before ?? 0) + points(held.textContent);
}

/** The selected stretch of a block; null for none. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const block = closest(range.startContainer);
  if (!block || !pages.contains(block)) return null;
  const own = range.cloneRange(); // a comment is about one paragraph: of a longer selection the first
  if (closest(range.endContainer) !== block) own.setEndAfter(block.querySelector("bdi").lastChild);
  const start = offset(block, own.startContainer, own.startOffset);
  const end = offset(block, own.endContainer, own.endOffset);
  return { block: Number(block.dataset.block), start, end, quoted: own.toString().slice(0, 300) };
}

const closest = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".blk bdi")?.closest(".blk");

/** The paragraph that is shown, as a stretch; null where there is no text. */
export function paragraph() {
  const block = wentTo() ?? pages.querySelector(".blk:has(mark.chosen)") ?? pages.querySelector(".blk");
  if (!block) return null;
  const text = block.querySelector("bdi").textContent;
  return { block: Number(block.dataset.block), start: 0, end: 1e9, quoted: text.slice(0, 300) };
}

/**
 * Ask for a comment.
 * @returns {Promise<object|null>} place, words and type; null when the person cancels or there is no text
 */
export function askRemark() {
  const place = selected() ?? paragraph();
  if (!place) return Promise.resolve(null);
  part("quoted").textContent = place.quoted;
  part("error").hidden = true;
  form.elements.words.value = "";
  dialog.showModal();
  form.elements.words.focus();
  const before = given();
  fill(form.elements.words, { text: before.text + (before.key === "Enter" ? "\n" : "") });
  if (before.key !== "Escape") return answered(place);
  dialog.close();
  return Promise.resolve(null);
}

function answered({ block, start, end }) {
  return new Promise((done) => {
    const finish = (answer) => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", cancel);
      if (dialog.open) dialog.close();
      done(answer);
    };
    const cancel = () => finish(null);
    const submit = (event) => {
      event.preventDefault();
      const words = form.elements.words.value.trim();
      if (words) { finish({ block, start, end, words, kind: form.elements.kind.value }); return; }
      part("error").textContent = "A comment needs words.";
      part("error").hidden = false;
      form.elements.words.focus();
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", cancel);
  });
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
});
part("cancel").addEventListener("click", () => dialog.close());
