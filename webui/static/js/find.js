/** Find on this page: release builds of some web engines switch their own off. */

import { announce } from "./say.js";

const bar = document.querySelector("[data-findbar]");
const input = bar.querySelector("input");
const output = bar.querySelector("[data-find-count]");
const MOST = 2000;
let ranges = [];
let at = -1;
let before = null;

export function openFind() {
  before ??= document.activeElement;
  bar.hidden = false;
  input.select();
  input.focus();
  search();
}

export function closeFind() {
  if (bar.hidden) return false;
  bar.hidden = true;
  show([], -1);
  input.blur();
  before?.focus();
  before = null;
  return true;
}

function search() {
  const words = input.value.toLocaleLowerCase();
  show(words ? [...matches(words)] : [], words ? 0 : -1);
}

function* matches(words) {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let count = 0; walker.nextNode() && count < MOST;) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility?.()) continue;
    const text = node.data.toLocaleLowerCase();
    if (text.length !== node.length) continue;
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length), count += 1) {
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, from + words.length);
      yield range;
    }
  }
}

function show(found, index) {
  ranges = found;
  at = found.length ? index : -1;
  if (globalThis.CSS?.highlights) {
    CSS.highlights.set("find", new Highlight(...found));
    CSS.highlights.set("find-now", new Highlight(...(at >= 0 ? [found[at]] : [])));
  }
  if (at >= 0) found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
  output.textContent = input.value ? (found.length ? `${at + 1} of ${found.length}` : "Not found") : "";
}

function step(by) {
  if (!ranges.length) return;
  show(ranges, (at + by + ranges.length) % ranges.length);
  announce(output.textContent);
}

input.addEventListener("input", search);
bar.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
});
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("findClose" in button.dataset) closeFind();
  else step(Number(button.dataset.findStep));
});
