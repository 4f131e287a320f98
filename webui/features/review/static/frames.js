/** Pages as they look: pictures are fetched when they come near the view, marks are laid over them; slides. */

import { getPage, postJson } from "../../static/js/api.js";
import { announce, element } from "../../static/js/say.js";

const root = document.querySelector("[data-review]");
const pane = root.querySelector("[data-pages]");
const base = root.dataset.base;
const AT_ONCE = 2;
const NEAR = "800px 0px";
const SMALLEST = 11;
const BUSY = 503;
const PATIENCE = 500;

/** Whether this document is drawn as pages or slides. */
export const framed = () => root.dataset.frames === "yes";

let marking = Promise.resolve(); // one after the other: a program has few hands

/** Which page a block stands on. @param {number[]} firsts first block of each page @param {number} block */
export function pageOf(firsts, block) {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= block) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

/**
 * Give a window that was just fetched its shape, its marks and, when it comes near the view, its picture.
 * @param {HTMLElement} window @param {number} chosen the chosen finding
 */
export function dress(window, chosen) {
  if (!framed()) return;
  const shaped = window.querySelector("[data-shape]");
  if (!shaped) return;
  const [wide, high] = shaped.dataset.shape.split(" ").map(Number);
  shaped.style.aspectRatio = String(wide / high);
  if (shaped.matches(".slide")) { place(shaped); return; }
  window.marked = marking = marking.then(() => (window.isConnected ? overlay(window, chosen) : null));
  nearing.observe(shaped);
}

/** Lay the marks over a picture anew; decided ones look different. @param {HTMLElement} window */
export async function overlay(window, chosen, spot = "") {
  const sheet = window.querySelector(".sheetpage");
  if (!sheet || sheet.dataset.failed) return;
  try {
    const found = await getPage(`${sheet.dataset.marks}&finding=${chosen}${spot}`);
    sheet.querySelectorAll("svg").forEach((each) => each.remove());
    sheet.parentNode.querySelector("[data-unplaced]")?.remove();
    const lost = found.querySelector("[data-unplaced]");
    if (lost) sheet.before(document.adoptNode(lost));
    sheet.append(...[...found.querySelectorAll("svg")].map((each) => document.adoptNode(each)));
  } catch (problem) {
    if (problem.status !== BUSY) { refuse(sheet, problem.sentence, problem.hint); return; }
    await new Promise((done) => { setTimeout(done, PATIENCE); });
    if (window.isConnected) await overlay(window, chosen, spot);
  }
}

/** Renew a page's text and marks, and leave its picture. @param {HTMLElement} window @param {HTMLElement} fresh */
export async function renew(window, fresh, chosen) {
  if (!window.querySelector(".sheetpage")) { window.replaceWith(fresh); dress(fresh, chosen); return; }
  const [old, text] = [window.querySelector("[data-pagetext]"), fresh.querySelector("[data-pagetext]")];
  text.className = old.className;
  old.replaceWith(text);
  await overlay(window, chosen);
}

// Pictures

const waiting = new Set();
let loading = 0;

const nearing = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) waiting.add(target);
    else waiting.delete(target);
  }
  next();
}, { root: pane, rootMargin: NEAR });

const sharper = new ResizeObserver((entries) => {
  for (const { target } of entries) if (Number(target.dataset.width) < wanted(target)) waiting.add(target);
  next();
});

const wanted = (sheet) => Math.ceil(sheet.clientWidth * devicePixelRatio);

function next() {
  for (const sheet of waiting) {
    if (loading >= AT_ONCE) return;
    waiting.delete(sheet);
    if (sheet.isConnected && !sheet.dataset.failed) fetchPicture(sheet);
  }
}

async function fetchPicture(sheet) {
  loading += 1;
  const width = wanted(sheet);
  sheet.dataset.width = String(width);
  try {
    const response = await fetch(`${sheet.dataset.picture}&width=${width}`, { headers: { Accept: "application/json" } });
    if (!response.ok) { await failed(sheet, response); return; }
    const picture = sheet.querySelector("img");
    const url = URL.createObjectURL(await response.blob());
    picture.addEventListener("load", () => { URL.revokeObjectURL(url); sheet.dataset.shown = "yes"; }, { once: true });
    picture.src = url;
    picture.hidden = false;
    sharper.observe(sheet);
  } catch { refuse(sheet, "STORM DAT does not answer.", "If it was closed, start it again."); } finally { loading -= 1; next(); }
}

async function failed(sheet, response) {
  const said = await response.json().catch(() => ({}));
  if (response.status === BUSY) { setTimeout(() => { waiting.add(sheet); next(); }, PATIENCE); return; }
  refuse(sheet, said.error ?? "The page was not drawn.", said.hint ?? "");
}

/** Say why there is no picture, and show the page's text in its place. */
function refuse(sheet, sentence, hint) {
  if (sheet.dataset.failed) return;
  sheet.dataset.failed = "yes";
  const told = element("p", { className: "soft refused", textContent: `${sentence ?? "The page was not drawn."} ${hint ?? ""} Its text:` });
  sheet.replaceChildren(told);
  sheet.style.aspectRatio = "auto";
  sheet.parentNode?.querySelector("[data-pagetext]")?.classList.remove("visually-hidden");
  announce(told.textContent);
}

// Slides

function place(slide) {
  for (const shape of slide.querySelectorAll("[data-box]")) {
    ["left", "top", "wide", "high"].forEach((name, at) => shape.style.setProperty(`--${name}`, `${Number(shape.dataset.box.split(" ")[at]) / 100}%`));
  }
  fitting.observe(slide);
}

const fitting = new ResizeObserver((entries) => { for (const { target } of entries) fit(target); });

/** Make text smaller until it fits its shape, but not so small that nobody can read it. */
function fit(slide) {
  const shapes = [...slide.querySelectorAll("[data-box]")];
  shapes.forEach((shape) => shape.style.removeProperty("font-size"));
  for (let turn = 0; turn < 10; turn += 1) {
    const tight = shapes.filter((shape) => shape.scrollHeight > shape.clientHeight + 2);
    const sizes = tight.map((shape) => parseFloat(getComputedStyle(shape).fontSize));
    if (!sizes.some((size) => size > SMALLEST)) return;
    tight.forEach((shape, at) => { shape.style.fontSize = `${Math.max(sizes[at] * 0.88, SMALLEST)}px`; });
  }
}

// The switch

root.querySelector("[data-view]")?.addEventListener("change", async (event) => {
  await postJson(event.target.dataset.view, { view: event.target.value });
  location.reload();
});
