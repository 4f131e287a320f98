/** The page of a document: choosing problems, deciding about them, and the keys for both. */

import "../../sweeps/static/save.js";
import { getJson, postJson } from "../../static/js/api.js";
import { on } from "../../static/js/events.js";
import { announce, element, report } from "../../static/js/say.js";
import { typing } from "../../static/js/shortcuts.js";
import { ask } from "./ask.js";
import { confirmed } from "../../static/js/confirm.js";
import { askRemark } from "./remark.js";
import { begin, go, refresh, show } from "./text.js";

const root = document.querySelector("[data-review]");
const base = root.dataset.base;
const problems = root.querySelector("[data-problems]");
const place = root.querySelector("[data-chosen-finding]");
const panel = () => place.querySelector("[data-verdicts]");
const chosen = () => Number(panel()?.dataset.finding ?? 0);
let asked = 0;
let own = 0;

/** Show what the program answered: problems, finding, and where it stands. */
function apply(state, { moved }) {
  const held = problems.contains(document.activeElement) ? "problems" : place.contains(document.activeElement) ? "finding" : "";
  const top = problems.scrollTop;
  fillWith(problems, state.problems);
  fillWith(place, state.finding);
  problems.scrollTop = top;
  const current = problems.querySelector("[aria-current]");
  current?.scrollIntoView({ block: "nearest" });
  if (held === "problems") (current ?? problems.querySelector("button, a"))?.focus({ preventScroll: true });
  if (held === "finding") place.focus({ preventScroll: true });
  history.replaceState({}, "", `${base}?finding=${state.chosen}`);
  if (moved) show(state.block, state.chosen).then(keepInSight).catch(report);
  if (state.said) announce(state.said);
}

function fillWith(target, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  target.replaceChildren(...document.adoptNode(page.body).childNodes);
}

async function look(url) {
  const number = (asked += 1);
  const state = await getJson(url);
  if (number === asked) apply(state, { moved: true });
}

const choose = (finding) => look(`${base}/parts?finding=${finding}`).catch(fail);
const open = (rule) => look(`${base}/group?rule=${encodeURIComponent(rule)}`).catch(fail);

let last = Promise.resolve();

/** Do one thing after the other: keys may come faster than answers. @param {() => Promise<void>} work */
function inTurn(work) {
  last = last.then(work).catch(fail);
  return last;
}

/** What is gone is said once, with a way on; other failures are shown. @param {Error} problem */
async function fail(problem) {
  if (problem.status !== 404) { report(problem); return; }
  try {
    apply(await getJson(`${base}/parts?finding=0`), { moved: true });
    announce("What was chosen is no longer there.");
  } catch (other) {
    if (other.status !== 404) { report(other); return; }
    const told = element("p", { className: "empty", textContent: "This check was deleted, so there is nothing more to decide. " }, element("a", { href: root.dataset.library, textContent: "Open the library" }));
    root.replaceChildren(told);
    announce(told.textContent);
  }
}

async function act(what, body) {
  own += 1;
  asked += 1;
  const before = chosen();
  try {
    const state = await postJson(`${base}/${what}`, { chosen: before, ...body });
    apply(state, { moved: state.chosen !== before });
    await refresh();
  } catch (problem) { own -= 1; throw problem; }
}

async function decide(verdict, alike) {
  const button = place.querySelector(`[data-verdict="${verdict}"]`);
  if (!button) { announce("This cannot be said about this finding."); return; }
  if (alike && !place.querySelector(`[data-verdict="${verdict}"][data-alike]`)) alike = false; // it is the only one
  if (verdict === "reopen") { await act("reopen", { findings: [chosen()] }); return; }
  const { rule } = panel().dataset;
  const which = alike ? { rule } : { findings: [chosen()] };
  const more = await ask(verdict, panel().dataset, alike);
  if (!more) return;
  const everywhere = !place.querySelector("[data-here-only]")?.checked;
  await act("decide", { verdict, ...which, ...more, everywhere });
}

async function remark() {
  const told = await askRemark();
  if (told) await act("comment", told);
}

async function removeRemark() {
  const yes = await confirmed({ title: "Remove this comment?", text: "It goes from the library and from its backups.", items: [], yes: "Remove" });
  if (yes) await act("remove-comment", { finding: chosen() });
}

function step(by) {
  const all = [...problems.querySelectorAll(".problem, .group[aria-expanded=false]")];
  const now = all.findIndex((each) => each.getAttribute("aria-current"));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  if (!next || next.getAttribute("aria-current")) return;
  if (next.dataset.group) open(next.dataset.group);
  else choose(next.dataset.choose);
}

const PANES = [problems, root.querySelector("[data-pages]"), place];
function nextPane(by) {
  const now = PANES.findIndex((each) => each.contains(document.activeElement));
  const next = PANES[(now + by + PANES.length) % PANES.length];
  (next === problems ? problems.querySelector("[aria-current]") ?? problems.querySelector("button, a") : next)?.focus();
}

const VERDICTS = { f: "fix", l: "leave", c: "author", a: "accept", n: "not-acronym", k: "well-known", w: "waive", o: "reopen" };
const CTRL = {
  z: (event) => act(event.shiftKey ? "redo" : "undo", {}),
  y: () => act("redo", {}),
  s: () => document.querySelector("[data-save-open]").click(),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (!CTRL[key] || (typing(event) && key !== "s")) return;
    event.preventDefault();
    inTurn(async () => CTRL[key](event));
    return;
  }
  if (typing(event)) return;
  if (event.key === "F6") { event.preventDefault(); nextPane(event.shiftKey ? -1 : 1); return; }
  if (event.key === "/") { event.preventDefault(); root.querySelector("#findin").focus(); return; }
  if (key === "m" && !event.shiftKey) { event.preventDefault(); inTurn(remark); return; }
  if (VERDICTS[key] && panel()) { event.preventDefault(); inTurn(() => decide(VERDICTS[key], event.shiftKey)); return; }
  const inText = event.target.closest?.("[data-pages]");
  const by = { ArrowDown: 1, ArrowUp: -1, j: 1, q: -1 }[event.key];
  if (by && !(inText && event.key.startsWith("Arrow"))) { event.preventDefault(); step(by); }
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || !event.target.closest) return;
  const at = (name) => event.target.closest(`[data-${name}]`);
  const verdict = at("verdict");
  if (verdict) inTurn(() => decide(verdict.dataset.verdict, "alike" in verdict.dataset));
  else if (at("group")) open(at("group").dataset.group);
  else if (at("choose")) { event.preventDefault(); choose(at("choose").dataset.choose); }
  else if (at("mark") && !getSelection().toString()) choose(at("mark").dataset.mark);
  else if (at("goto")) go(Number(at("goto").dataset.goto), Number(at("goto").dataset.offset)).catch(report);
  else if (at("all-safe")) inTurn(() => act("decide", { verdict: "fix", safe: true }));
  else if (at("remark")) inTurn(remark);
  else if (at("unremark")) inTurn(removeRemark);
  else if (at("reveal-original")) postJson(`${base}/reveal`, {}).catch(report);
  else if (at("undo")) inTurn(() => act("undo", {}));
  else if (at("redo")) inTurn(() => act("redo", {}));
});

// Another window may decide, also about another document with the same findings: it is shown here too.
let renewing = 0;
on("actions", ({ kind, data }) => {
  if (kind !== "reset" && !/^(decisions|review|sweeps)\./.test(kind)) return;
  if (own && String(data.file_id) === root.dataset.file) { own -= 1; return; }
  clearTimeout(renewing);
  renewing = setTimeout(() => inTurn(async () => {
    const state = await getJson(`${base}/parts?finding=${chosen()}`);
    apply(state, { moved: state.chosen !== chosen() });
    await refresh();
  }), 200);
});

/** Where the panes stand one below the other, the finding that keys decide about is brought into view. */
function keepInSight() {
  if (getComputedStyle(place).position === "sticky") root.scrollIntoView({ block: "start" });
}

begin(Number(root.dataset.block), Number(root.dataset.chosen)).then(keepInSight).catch(report);
