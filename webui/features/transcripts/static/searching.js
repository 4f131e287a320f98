/** Search in the text: Enter goes from match to match, across pages too. */

import { getJson } from "../../static/js/api.js";
import { announce, report } from "../../static/js/say.js";

const root = document.querySelector("[data-transcript]");
const form = document.querySelector("[data-search]");
const input = form.querySelector("input");
const output = form.querySelector("[data-found]");
let found = [];
let more = false;
let at = -1;
let asked = "";

async function search() {
  const words = input.value.trim();
  if (words === asked) return;
  asked = words;
  ({ found, more } = words ? await getJson(`${root.dataset.searchUrl}?q=${encodeURIComponent(words)}`) : { found: [], more: false });
  at = -1;
  show();
}

function show() {
  root.querySelectorAll(".segment.found").forEach((each) => each.classList.remove("found"));
  output.textContent = !asked ? "" : found.length ? `${Math.max(at, 0) + 1} of ${more ? "more than " : ""}${found.length}` : "Not found";
}

async function step(by) {
  await search();
  if (!found.length) { announce(output.textContent); return; }
  at = (at + by + found.length) % found.length;
  show();
  const segment = document.getElementById(`s${found[at].segment}`);
  segment?.classList.add("found");
  segment?.scrollIntoView({ block: "center" });
  announce(`${output.textContent}: ${segment?.querySelector("[data-text]").textContent.trim() ?? ""}`);
}

let timer = 0;
input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => search().catch(report), 200); });
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1).catch(report); }
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step)).catch(report);
});
