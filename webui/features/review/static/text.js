/** The text of the document: three windows of blocks at most, fetched as they come into view. */

import { getJson, getPage, postJson } from "../../static/js/api.js";
import { followJob } from "../../static/js/job.js";
import { announce, element, report } from "../../static/js/say.js";

const root = document.querySelector("[data-review]");
const pane = root.querySelector("[data-pages]");
const base = root.dataset.base;
const SIZE = Number(root.dataset.blocks);
const MOST = 3;
const NEAR = 400;
let total = Number(root.dataset.drawn);
let chosen = 0;
let asked = 0;
let filling = false;

const windows = () => [...pane.querySelectorAll(".window")];
const firstOf = (each) => Number(each.dataset.first);
const blockAt = (block) => pane.querySelector(`[data-block="${block}"]`);

async function load(first, spot = "") {
  const page = await getPage(`${base}/text?first=${first}&finding=${chosen}${spot}`);
  return document.adoptNode(page.querySelector(".window"));
}

/** Bring a block into view, and mark a finding. @param {number} block @param {number} finding */
export async function show(block, finding) {
  chosen = finding;
  if (!total) return;
  const number = (asked += 1);
  const at = Math.min(Math.max(block, 0), total - 1);
  if (!blockAt(at)) {
    const fresh = await load(at - (at % SIZE));
    if (number !== asked) return;
    pane.replaceChildren(fresh);
  }
  mark();
  reach(at);
  await fill();
}

/** Mark another finding at once where its text is drawn already; `show` follows. @param {number} finding */
export function hint(finding) {
  chosen = finding;
  mark();
  const block = pane.querySelector("mark.chosen")?.closest("[data-block]");
  if (block) reach(Number(block.dataset.block));
}

function mark() {
  pane.querySelectorAll("mark.chosen").forEach((each) => each.classList.remove("chosen"));
  pane.querySelectorAll(`mark[data-mark="${chosen}"]`).forEach((each) => each.classList.add("chosen"));
}

function reach(block) {
  const place = blockAt(block);
  const target = place?.querySelector(`mark[data-mark="${chosen}"]`) ?? place;
  if (!target) return;
  inTable(target);
  const box = target.getBoundingClientRect();
  const view = pane.getBoundingClientRect();
  if (box.top < view.top + 40 || box.bottom > view.bottom - 40) pane.scrollTop += box.top - view.top - view.height / 3;
}

/** Bring a cell of a wide table into view. @param {Element} target */
function inTable(target) {
  const grid = target.closest(".grid");
  if (!grid) return;
  const [box, view] = [target.getBoundingClientRect(), grid.getBoundingClientRect()];
  if (box.left < view.left || box.right > view.right) grid.scrollLeft += box.left - view.left - view.width / 3;
}

/** Fetch what is near the edges of the view; let go of what is far from it. */
async function fill() {
  if (filling || !total || !windows().length) return;
  filling = true;
  try {
    for (let turn = 0; turn < 4 && await extend(); turn += 1);
  } catch (problem) { report(problem); } finally { filling = false; }
}

async function extend() {
  const [first, last] = [windows()[0], windows().at(-1)];
  if (pane.scrollTop + pane.clientHeight > pane.scrollHeight - NEAR && firstOf(last) + SIZE < total) {
    const fresh = await load(firstOf(last) + SIZE);
    if (!last.isConnected) return false;
    pane.append(fresh);
    if (windows().length > MOST) holding(() => first.remove());
    return true;
  }
  if (pane.scrollTop < NEAR && firstOf(first) > 0) {
    const fresh = await load(Math.max(0, firstOf(first) - SIZE));
    if (!first.isConnected) return false;
    holding(() => pane.prepend(fresh));
    if (windows().length > MOST) windows().at(-1).remove();
    return true;
  }
  return false;
}

/** Change what stands above the view without moving it. @param {() => void} change */
function holding(change) {
  const before = pane.scrollHeight;
  const top = pane.scrollTop;
  change();
  pane.scrollTop = top + pane.scrollHeight - before;
}

/** Draw the windows anew: what is decided looks different. */
export async function refresh() {
  for (const each of windows()) {
    const fresh = await load(firstOf(each));
    if (each.isConnected) each.replaceWith(fresh);
  }
  mark();
}

async function outline() {
  const { blocks, headings } = await getJson(`${base}/outline`);
  total = blocks;
  const select = root.querySelector("[data-outline]");
  const deep = (level, words) => " ".repeat(2 * Math.max(level - 1, 0)) + words;
  headings.forEach(([block, level, words]) => select.append(element("option", { value: block, textContent: deep(level, words) })));
  select.hidden = false;
  root.querySelector("[data-findin]").hidden = false;
  root.querySelector("[data-remark]").hidden = !blocks;
  select.addEventListener("change", () => { go(Number(select.value)).catch(report); });
}

/** Show a place without choosing another finding. @param {number} block @param {number} at character of it */
export async function go(block, at = 0) {
  await show(block, chosen);
  if (at && blockAt(block)) {
    const now = blockAt(block).closest(".window");
    now.replaceWith(await load(firstOf(now), `&block=${block}&at=${at}`));
    mark();
  }
  const place = blockAt(block);
  if (!place) return;
  const spot = place.querySelector("[data-spot]") ?? place;
  inTable(spot);
  pane.scrollTop += spot.getBoundingClientRect().top - pane.getBoundingClientRect().top - 24;
  place.classList.add("hit");
  setTimeout(() => place.classList.remove("hit"), 2000);
  await fill();
}

const found = { words: "", blocks: [], at: -1 };

async function findNext() {
  const words = root.querySelector("#findin").value.trim();
  const told = root.querySelector("[data-found]");
  if (!words) { told.textContent = ""; return; }
  if (words !== found.words) Object.assign(found, { words, at: -1, blocks: (await getJson(`${base}/find?q=${encodeURIComponent(words)}`)).blocks });
  if (!found.blocks.length) { told.textContent = "not found"; announce("Not found"); return; }
  found.at = (found.at + 1) % found.blocks.length;
  told.textContent = `${found.at + 1} of ${found.blocks.length}`;
  announce(`${told.textContent} paragraphs`);
  await go(...found.blocks[found.at]);
}

/** Read the document if nobody has, then show a place of it. @param {number} block @param {number} finding */
export async function begin(block, finding) {
  chosen = finding;
  if (!total) {
    const { job, state } = await postJson(`${base}/draw`, {});
    const ended = await following(job, state);
    if (ended.state !== "done") { refuse(ended); return; }
  }
  await outline();
  if (!total) { refuse({ error: "There is no text in this document.", hint: "" }); return; }
  await show(block, finding);
}

function following(job, state) {
  const panel = element("div", { className: "progress" }, element("strong", { textContent: "Reading the document" }), element("progress"));
  panel.firstChild.dataset.note = "";
  panel.dataset.job = job;
  panel.dataset.stateUrl = state;
  pane.replaceChildren(panel);
  return new Promise((done) => { followJob(panel, done); });
}

/** Check the file again, with what the check before had. */
function again() {
  const button = element("button", { type: "button", textContent: "Check again" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try { location.assign((await postJson(root.dataset.again, {})).url); } catch (problem) { button.disabled = false; report(problem); }
  });
  return button;
}

function refuse({ error, hint }) {
  const told = element("p", { className: "empty", textContent: `${error || "The document was not read."} ${hint}`.trim() });
  pane.replaceChildren(told, element("p", { className: "soft", textContent: "Problems and decisions are here all the same." }));
  pane.append(again());
  announce(told.textContent);
}

pane.addEventListener("scroll", () => { fill(); }, { passive: true });
root.querySelector("[data-findin]").addEventListener("submit", (event) => {
  event.preventDefault();
  findNext().catch(report);
});
