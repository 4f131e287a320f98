/** Deciding about the chosen finding: by its buttons, or by A, N, K, W and U while it has the focus. */

import { getPage, postJson } from "../../static/js/api.js";
import { announce, report } from "../../static/js/say.js";
import { typing } from "../../static/js/shortcuts.js";

const dialog = document.querySelector("[data-decide]");
const part = (name) => dialog.querySelector(`[data-decide-${name}]`);
const form = part("form");
const KEYS = { a: "accept", n: "not-acronym", k: "well-known", w: "waive", u: "undo" };
const panel = () => document.querySelector("[data-verdicts]");
let last = null;

const button = (verdict) => panel()?.querySelector(`[data-verdict="${verdict}"]`);

function ask(verdict) {
  const { acronym, fullForm } = panel().dataset;
  dialog.dataset.asked = verdict;
  dialog.querySelector("h2").textContent = verdict === "accept" ? `Accept ${acronym}` : "Waive this finding";
  part("about").textContent = verdict === "accept"
    ? "It joins your own list and holds for every later check."
    : "The finding stays listed as waived, with your reason.";
  part("full").hidden = verdict !== "accept";
  part("why").textContent = verdict === "accept" ? "Remark (may stay empty)" : "Reason";
  form.elements.full_form.value = fullForm ?? "";
  form.elements.reason.value = "";
  part("error").hidden = true;
  dialog.showModal();
  (verdict === "accept" ? form.elements.full_form : form.elements.reason).focus();
}

function refuse(text, field) {
  part("error").textContent = text;
  part("error").hidden = false;
  form.elements[field].focus();
}

async function decide(verdict, more = {}) {
  const told = await postJson(dialog.dataset.url, { findings: [Number(panel().dataset.finding)], verdict, ...more });
  last = told.fingerprints;
  if (dialog.open) dialog.close();
  await refresh();
  announce(told.said);
}

async function undo() {
  const own = panel()?.dataset.fingerprint;
  const prints = panel()?.dataset.decided ? [own] : last;
  if (!prints) { announce("There is nothing to take back."); return; }
  await postJson(dialog.dataset.undoUrl, { fingerprints: last?.includes(own) ? last : prints });
  last = null;
  await refresh();
  announce("Taken back.");
}

/** Bring table, counts and inspector up to date, and leave the focus where it was. */
async function refresh() {
  const place = document.querySelector("[data-inspector]");
  const held = document.activeElement?.closest(".row-link")?.dataset.finding;
  const page = await getPage(location.href);
  ["tbody", "[data-inspector]", "[data-filters]"].forEach((name) => {
    const [now, fresh] = [document, page].map((each) => each.querySelector(`[data-results] ${name}`));
    if (now && fresh) now.replaceChildren(...document.adoptNode(fresh).childNodes);
  });
  const verdict = page.querySelector(".verdict");
  if (verdict) document.querySelector(".verdict").replaceWith(document.adoptNode(verdict));
  const link = held && document.querySelector(`.row-link[data-finding="${CSS.escape(held)}"]`);
  (link ?? place).focus({ preventScroll: true });
}

function run(verdict) {
  if (verdict === "undo") undo().catch(report);
  else if (!button(verdict)) announce("This cannot be said about this finding.");
  else if (verdict === "accept" || verdict === "waive") ask(verdict);
  else decide(verdict).catch(report);
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest?.("[data-verdict]");
  if (chosen && panel()) run(chosen.dataset.verdict);
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || typing(event) || document.querySelector("dialog[open]")) return;
  const verdict = KEYS[event.key.toLowerCase()];
  if (!verdict || !panel() || !event.target.closest?.(".findings-table, [data-inspector]")) return;
  event.preventDefault();
  run(verdict);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const verdict = dialog.dataset.asked;
  const more = { reason: form.elements.reason.value };
  if (verdict === "accept") more.full_form = form.elements.full_form.value;
  if (verdict === "waive" && !more.reason.trim()) { refuse("A waived finding needs a reason.", "reason"); return; }
  if (verdict === "accept" && !more.full_form.trim()) { refuse("Say what it stands for.", "full_form"); return; }
  decide(verdict, more).catch((problem) => refuse(problem.message, "reason"));
});
part("cancel").addEventListener("click", () => dialog.close());
