/** The document: a few windows of its blocks, or a few of its pages, fetched as they come into view. */

import { getJson, getPage, postJson } from "../../static/js/api.js";
import { followJob } from "../../static/js/job.js";
import { announce, element, report } from "../../static/js/say.js";
import { dress, framed, overlay, pageOf, renew } from "./frames.js";

const root = document.querySelector("[data-review]");
const pane = root.querySelector("[data-pages]");
const base = root.dataset.base;
const size = () => (framed() ? 1 : Number(root.dataset.blocks));
const most = () => (framed() ? 6 : 3);
const NEAR = 400;
const LINE = 60;
/** Pixels below the upper edge of the view that a reader is at. */
const SETTLES = 400;
/** Milliseconds after going to a heading in which the box goes on naming it, however near the end it stands. */
let total = Number(root.dataset.drawn);
let firsts = [];
let chosen = 0;
let asked = 0;
let filling = false;
let gone = -1;
let headings = [];
let still = 0;

const windows = () => [...pane.querySelectorAll(".window")];
const firstOf = (each) => Number(each.dataset.first);
const blockAt = (block) => pane.querySelector(`[data-block="${block}"]`);

/** First number of the window that holds a block: of its page, or of a number of blocks. */
const windowOf = (block) => (framed() ? total && pageOf(firsts, block) : block - (block % size()));
const end = () => (framed() ? firsts.length : total);

async function load(first, spot = "") {
  const page = await getPage(`${base}/${framed() ? "page" : "text"}?first=${first}&finding=${chosen}${spot}`);
  return document.adoptNode(page.querySelector(".window"));
}

/** Fetch the window that holds a block. A row of a sheet may have begun in the window before. */
async function loadAround(block) {
  const first = windowOf(block);
  const fresh = await load(first, framed() ? `&near=${block}` : "");
  if (framed() || !first || fresh.querySelector(`[data-block="${block}"]`)) return fresh;
  return load(first - size());
}

/** Bring a block into view, and mark a finding. @param {number} block @param {number} finding */
export async function show(block, finding) {
  chosen = finding;
  gone = -1;
  if (!end()) return;
  const number = (asked += 1);
  if (block < 0 && section()) gone = section();
  const at = Math.max(Math.min(block < 0 ? section() : block, total - 1), 0);
  if (!blockAt(at) && (total || !windows().length)) { // a scan has pages and no text
    const fresh = await loadAround(at);
    if (number !== asked) return;
    pane.replaceChildren(fresh);
    dress(fresh, chosen);
  }
  mark();
  reach(at);
  await fill();
  await blockAt(at)?.closest(".window").marked; // the places on a picture are known a little later
  if (number !== asked) return;
  mark();
  reach(at);
}

/** Where the section begins that the chosen finding was in when its text was there. */
function section() {
  const under = root.querySelector("[data-verdicts]")?.dataset.under ?? "";
  return under ? headings.find(([, , words]) => words === under || words.endsWith(` ${under}`))?.[0] ?? 0 : 0;
}

/** Mark another finding at once where its text is drawn already; `show` follows. @param {number} finding */
export function hint(finding) {
  chosen = finding;
  gone = -1;
  mark();
  const block = pane.querySelector("mark.chosen")?.closest("[data-block]");
  if (block) reach(Number(block.dataset.block));
}

function mark() {
  pane.querySelectorAll(".chosen").forEach((each) => each.classList.remove("chosen"));
  pane.querySelectorAll(`[data-mark="${chosen}"]`).forEach((each) => {
    each.classList.add("chosen");
    if (each.matches("g")) each.parentNode.append(each); // what is laid on last lies on top
  });
}

function reach(block) {
  const place = blockAt(block);
  const target = seen(place, `[data-mark="${chosen}"]`) ?? place?.querySelector(`mark[data-mark="${chosen}"]`) ?? place;
  if (!target) return;
  inTable(target);
  const box = target.getBoundingClientRect();
  const view = pane.getBoundingClientRect();
  if (box.top < view.top + 40 || box.bottom > view.bottom - 40) pane.scrollTop += box.top - view.top - view.height / 3;
}

/** What of a page's picture shows something; of a page without a mark for it the page. */
function seen(place, marked) {
  const sheet = place?.closest(".window").querySelector(".sheetpage:not([data-failed])");
  return sheet?.querySelector(`.overlay ${marked} .ring, .overlay ${marked}`) ?? sheet;
}

/** Bring a cell of a wide table into view. @param {Element} target */
function inTable(target) {
  const grid = target.closest(".sheet") ? pane : target.closest(".grid");
  if (!grid) return;
  const [box, view] = [target.getBoundingClientRect(), grid.getBoundingClientRect()];
  if (box.left < view.left || box.right > view.right) grid.scrollLeft += box.left - view.left - view.width / 3;
}

/** Fetch what is near the edges of the view; let go of what is far from it. */
async function fill() {
  if (filling || !end() || !windows().length) return;
  filling = true;
  try {
    for (let turn = 0; turn < 4 && await extend(); turn += 1);
  } catch (problem) { report(problem); } finally { filling = false; }
}

async function extend() {
  const [first, last] = [windows()[0], windows().at(-1)];
  if (pane.scrollTop + pane.clientHeight > pane.scrollHeight - NEAR && firstOf(last) + size() < end()) {
    const fresh = await load(firstOf(last) + size());
    if (!last.isConnected) return false;
    pane.append(fresh);
    dress(fresh, chosen);
    if (windows().length > most()) holding(() => first.remove());
    return true;
  }
  if (pane.scrollTop < NEAR && firstOf(first) > 0) {
    const fresh = await load(Math.max(0, firstOf(first) - size()));
    if (!first.isConnected) return false;
    holding(() => { pane.prepend(fresh); dress(fresh, chosen); });
    if (windows().length > most()) windows().at(-1).remove();
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

/** A long page shows the paragraphs round one of them: it goes on doing so. */
const near = (each) => (framed() ? `&near=${Number(each.querySelector("[data-block]")?.dataset.block ?? 0) + 25}` : "");

/** Draw the windows anew: what is decided looks different. */
export async function refresh() {
  for (const each of windows()) {
    const fresh = await load(firstOf(each), near(each));
    if (each.isConnected) await (framed() ? renew(each, fresh, chosen) : each.replaceWith(fresh));
  }
  mark();
}

async function outline() {
  const { blocks, pages, headings: found } = await getJson(`${base}/outline`);
  total = blocks;
  headings = found;
  firsts = pages;
  if (!firsts.length) { // it was read when nobody asked for its pages yet, or has none
    delete root.dataset.frames;
    root.querySelector("[data-view]")?.remove();
  }
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
  still = performance.now() + SETTLES;
  await show(block, chosen);
  gone = block;
  if (framed() && await spotted(block, at)) return;
  if (at && blockAt(block)) {
    const now = blockAt(block).closest(".window");
    const fresh = await load(firstOf(now), `&block=${block}&at=${at}${framed() ? `&near=${block}` : ""}`);
    now.replaceWith(fresh);
    dress(fresh, chosen);
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

/** The paragraph that a reader went to since a problem was chosen: found words, a heading; null for none. */
export const wentTo = () => (gone < 0 ? null : blockAt(gone));

/** Show a place on the picture of its page. @returns {Promise<boolean>} whether there is one */
async function spotted(block, at) {
  const length = found.words && found.blocks[found.at]?.[0] === block ? [...found.words].length : 200;
  const around = blockAt(block)?.closest(".window");
  if (!around?.querySelector(".sheetpage:not([data-failed])")) return false;
  await overlay(around, chosen, `&block=${block}&at=${at}&length=${length}`);
  mark();
  const spot = around.querySelector(".overlay [data-spot]");
  if (!spot) return false;
  pane.scrollTop += spot.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  await fill();
  return true;
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
  if (!total && !root.dataset.paged) {
    const { job, state } = await postJson(`${base}/draw`, {});
    const ended = await following(job, state);
    if (ended.state !== "done") { refuse(ended); return; }
  }
  await outline();
  if (!end()) { refuse({ error: "There is no text in this document.", hint: "" }); return; }
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

/** The block at the line that a reader is at: of a page drawn as a picture its first. */
function atView() {
  const line = pane.getBoundingClientRect().top + LINE;
  const last = (list) => list.filter((each) => each.getBoundingClientRect().top <= line).at(-1);
  if (framed()) return firsts[firstOf(last(windows()) ?? windows()[0])] ?? 0;
  return Number(last([...pane.querySelectorAll("[data-block]")])?.dataset.block ?? 0);
}

/** Name the heading that the view stands under. */
function follow() {
  naming = 0;
  if (!windows().length || performance.now() < still) return;
  const block = atView();
  root.querySelector("[data-outline]").value = String(headings.findLast(([first]) => first <= block)?.[0] ?? 0);
}

let naming = 0;
pane.addEventListener("scroll", () => {
  fill();
  naming ||= setTimeout(follow, 150);
}, { passive: true });
root.querySelector("[data-findin]").addEventListener("submit", (event) => {
  event.preventDefault();
  findNext().catch(report);
});
