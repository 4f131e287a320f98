/** The page of a document: choosing problems, deciding about them, and the keys for both. */

import "../../sweeps/static/save.js";
import { getJson, postJson } from "../../static/js/api.js";
import { on } from "../../static/js/events.js";
import { announce, element, report } from "../../static/js/say.js";
import { typing } from "../../static/js/shortcuts.js";
import { expect, given, keep } from "./ahead.js";
import { ask, asks } from "./ask.js";
import { confirmed } from "../../static/js/confirm.js";
import "./dividers.js";
import { askRemark, paragraph, selected } from "./remark.js";
import { followJob } from "../../static/js/job.js";
import * as selection from "./selection.js";
import { begin, go, hint, refresh, show } from "./text.js";

const root = document.querySelector("[data-review]");
const base = root.dataset.base;
const problems = root.querySelector("[data-problems]");
const place = root.querySelector("[data-chosen-finding]");
const panel = () => place.querySelector("[data-verdicts]");
const chosen = () => Number(panel()?.dataset.finding ?? 0);
let showing = Promise.resolve();
let own = 0;

/** Show what the program answered: problems, finding, and where it stands. */
function apply(state, { moved }) {
  const held = problems.contains(document.activeElement) ? "problems" : place.contains(document.activeElement) ? "finding" : "";
  const top = problems.scrollTop;
  const { group = "", choose: row = "" } = document.activeElement?.dataset ?? {};
  fillWith(problems, state.problems);
  fillWith(place, state.finding);
  problems.scrollTop = top;
  selection.redraw();
  const current = problems.querySelector("[aria-current]");
  if (moved) current?.scrollIntoView({ block: "nearest" });
  const stays = (each) => (group ? each.dataset.group === group : row && each.dataset.choose === row);
  const same = moved && !selection.any() ? null : [...problems.querySelectorAll("[role=treeitem]")].find(stays);
  if (held === "problems") (same ?? current ?? problems.querySelector("button, a"))?.focus({ preventScroll: true });
  selection.rove();
  if (held === "finding") place.focus({ preventScroll: true });
  history.replaceState({}, "", `${base}?finding=${state.chosen}`);
  if (moved) showing = show(state.block, state.chosen).then(keepInSight).catch(report);
  if (state.said) announce(state.said);
  if (waiting > 1) foresee(problems.querySelector(`.problem[data-choose="${aim}"]`)); // more was pressed since then
}

function fillWith(target, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  target.replaceChildren(...document.adoptNode(page.body).childNodes);
}

const look = async (url) => apply(await getJson(url), { moved: true });

/** What will be looked at once its turn comes: a later choice takes its place, unless something is decided between. */
let move = null;

/** Look at something in turn. @param {string} url */
function lookAt(url) {
  if (move) { move.url = url; return last; }
  const own = (move = { url });
  return inTurn(() => {
    if (move === own) move = null;
    return look(own.url);
  });
}

const choose = (finding) => lookAt(`${base}/parts?finding=${finding}`);
const open = (rule) => lookAt(`${base}/group?rule=${encodeURIComponent(rule)}`);

/** The problem that is shown as chosen, before the program has answered. */
let aim = "";

/** Show at once, from what the page has, which problem is chosen next; the answer of the program follows. */
function foresee(row) {
  if (!row?.dataset.choose || row.dataset.turn) return;
  aim = row.dataset.choose;
  if (row === current()) return;
  const had = problems.contains(document.activeElement);
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  if (had) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  hint(Number(row.dataset.choose));
}

/** The open problem behind the chosen one, as far as it is listed. */
function following() {
  const rows = shown(".problem");
  return rows.slice(rows.indexOf(current()) + 1).find((each) => !each.classList.contains("decided"));
}

/** Choose what a person points at: another selection, or none, begins there. @param {HTMLElement} item */
function pick(item) {
  if (!item.dataset.turn) selection.clear({ quiet: true });
  if (item.dataset.group) return open(item.dataset.group);
  foresee(item);
  return choose(item.dataset.choose);
}

let last = Promise.resolve();
let waiting = 0;

/** Do one thing after the other: keys may come faster than answers. @param {() => Promise<void>} work */
function inTurn(work) {
  waiting += 1;
  last = last.then(work).catch(fail).finally(() => { waiting -= 1; });
  return last;
}

let blind = 0;

/** Do something in turn of which the page cannot foresee what will be chosen after it. */
function blindly(work) {
  blind += 1;
  move = null;
  return inTurn(async () => {
    try { await work(); } finally { blind -= 1; }
  });
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
  const before = chosen();
  try {
    const answer = await postJson(`${base}/${what}`, { chosen: before, ...body });
    const state = answer.job ? await finished(answer) : answer;
    apply(state, { moved: state.chosen !== before });
    showNext();
    await refresh();
  } catch (problem) {
    own -= 1;
    if (problem.status !== 404) choose(before); // what was foreseen did not come
    throw problem;
  }
}

/** Wait for what is decided in the background, and show where it ended. */
function finished({ job, state }) {
  const note = element("strong", { textContent: "Deciding" });
  const panel = element("div", { className: "progress deciding" }, note, element("progress"));
  note.dataset.note = "";
  Object.assign(panel.dataset, { job, stateUrl: state });
  place.prepend(panel);
  announce("Deciding in the background");
  return new Promise((done, failed) => {
    followJob(panel, (ended) => {
      panel.remove();
      if (ended.state !== "done") { failed(new Error(`${ended.error || "Stopped."} ${ended.hint}`.trim())); return; }
      getJson(`${base}/parts?finding=0`).then((shown) => done({ ...shown, said: ended.note }), failed);
    });
  });
}

/** Say something about all that is selected. @param {string} verdict */
async function decideMany(verdict) {
  if (verdict === "accept") { announce("Acronyms are accepted one by one."); return; }
  const unfit = selection.unfit(verdict);
  if (unfit) { announce(`${unfit}.`); return; }
  const more = verdict === "reopen" ? {} : await ask(verdict, {}, selection.words());
  if (!more) return;
  await act("decide-many", { parts: selection.parts(), verdict: verdict === "reopen" ? "" : verdict, reason: more.reason ?? "" });
  selection.clear({ quiet: true });
  if (problems.contains(document.activeElement)) current()?.focus(); // decided is done with: keys go on from what is chosen now
}

/**
 * Decide in turn. It is about what is shown as chosen when the key is pressed, whatever is answered meanwhile.
 * @param {string} verdict
 * @param {boolean} alike whether about all that are alike
 */
function decideInTurn(verdict, alike) {
  const at = aimed();
  if (asks(verdict)) { askInTurn(() => decide(verdict, alike, at)); return; }
  if (alike || selection.any() || verdict === "reopen") { blindly(() => decide(verdict, alike, at)); return; }
  const row = current();
  move = null;
  const possible = at && (at !== chosen() || place.querySelector(`[data-verdict="${verdict}"]`));
  if (possible) {
    row.classList.add("decided");
    foresee(following());
  }
  inTurn(() => decide(verdict, false, at));
}

/** The finding that is shown as chosen; 0 where what was pressed before decides that. */
const aimed = () => (blind ? 0 : Number(current()?.dataset.choose ?? 0));

async function decide(verdict, alike, at) {
  if (selection.any()) { await decideMany(verdict); return; }
  if (at && at !== chosen()) await look(`${base}/parts?finding=${at}`);
  const button = place.querySelector(`[data-verdict="${verdict}"]`);
  if (!button) {
    announce("This cannot be said about this finding.");
    if (current() && Number(current().dataset.choose) !== chosen()) choose(chosen()); // the next one was shown already
    return;
  }
  if (alike && !place.querySelector(`[data-verdict="${verdict}"][data-alike]`)) alike = false; // it is the only one
  if (verdict === "reopen") { await act("reopen", { findings: [chosen()] }); return; }
  const { rule } = panel().dataset;
  const which = alike ? { rule } : { findings: [chosen()] };
  const more = await ask(verdict, panel().dataset, alike ? "all open ones alike" : "");
  if (!more) return;
  const everywhere = !place.querySelector("[data-here-only]")?.checked;
  const row = current();
  if (asks(verdict) && !alike && Number(row?.dataset.choose) === chosen()) {
    row.classList.add("decided");
    foresee(following());
  }
  await act("decide", { verdict, ...which, ...more, everywhere });
}

/** Do something in turn that asks: what is typed before the question opens is its answer. */
function askInTurn(work) {
  expect();
  return blindly(() => work().finally(given));
}

async function remark() {
  await showing; // a comment is about the paragraph that is shown next, not about the one before
  const told = await askRemark();
  if (told) await act("comment", told);
}

async function placeRemark() {
  const at = selected() ?? paragraph();
  if (!at) { announce("The text of this document is not there."); return; }
  const whole = at.end === 1e9 && !await confirmed({ title: "Place on this paragraph?", text: at.quoted, items: [], yes: "Place" });
  if (whole) return;
  await act("place-comment", { finding: chosen(), block: at.block, start: at.start, end: at.end });
}

async function removeRemark() {
  const yes = await confirmed({ title: "Remove this comment?", text: "It goes from the library and from its backups.", items: [], yes: "Remove" });
  if (yes) await act("remove-comment", { finding: chosen() });
}

const shown = (selector) => [...problems.querySelectorAll(selector)].filter((each) => !each.closest("li[hidden]"));
const focused = () => document.activeElement?.closest("[data-tree] [role=treeitem]");
const current = () => problems.querySelector("[aria-current]");

/** Go to the next or previous problem; from a group that has the focus, to its neighbour. */
function step(by) {
  const here = focused();
  if (here?.dataset.group) { stepGroup(here, by); return; }
  const all = shown(".problem, .group[aria-expanded=false]");
  const now = all.indexOf(selection.any() && here ? here : current());
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  if (next && !next.getAttribute("aria-current")) pick(next);
}

function stepGroup(here, by) {
  const all = shown("[role=treeitem]");
  const next = all[all.indexOf(here) + by];
  if (next?.dataset.group) next.focus();
  else if (next) pick(next);
}

/** Let the selection reach one item further. */
function extendBy(by) {
  const here = focused() ?? current();
  if (!here) return;
  const all = shown(here.dataset.group ? ".group" : ".members [role=treeitem]");
  const next = all[all.indexOf(here) + by];
  if (next?.dataset.turn) { turn(next); return; }
  const to = next ?? here;
  to.focus();
  selection.extend(to, here);
}

/** List the neighbours of a window of findings, and reach into them. */
async function turn(button) {
  await choose(button.dataset.choose);
  if (!current()) return;
  current().focus();
  selection.extend(current());
}

const IN_TREE = {
  ArrowLeft: (item) => (item.dataset.group ? item : item.closest("[data-rule]").parentElement.querySelector(".group")).focus(),
  ArrowRight: (item) => { if (item.dataset.group) pick(item); },
  Home: () => shown(".group")[0].focus(),
  End: () => shown(".group").at(-1).focus(),
};

/** Give the focus back to the problems. */
function toProblems() {
  (current() ?? problems.querySelector("[role=treeitem]") ?? problems.querySelector("button, a") ?? place).focus();
}

const PANES = [problems, root.querySelector("[data-pages]"), place];
function nextPane(by) {
  const now = PANES.findIndex((each) => each.contains(document.activeElement));
  const to = PANES[(now + by + PANES.length) % PANES.length];
  if (to === problems) toProblems();
  else to.focus();
}

const VERDICTS = { f: "fix", l: "leave", c: "author", a: "accept", n: "not-acronym", k: "well-known", w: "waive", o: "reopen" };
const CTRL = {
  z: (event) => act(event.shiftKey ? "redo" : "undo", {}),
  y: () => act("redo", {}),
  a: () => selection.all(),
  " ": () => { if (focused() ?? current()) selection.toggle(focused() ?? current()); },
  s: (event) => { if (!event.shiftKey) document.querySelector("[data-save-open]").click(); }, // with Shift it saves at once
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]") || (!typing(event) && keep(event))) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (!CTRL[key] || (typing(event) && key !== "s") || (key === "a" && PANES[1].contains(event.target))) return;
    event.preventDefault();
    if ("a ".includes(key)) CTRL[key](event);
    else blindly(async () => CTRL[key](event));
    return;
  }
  if (event.key === "Escape" && event.target.id === "findin") { event.preventDefault(); toProblems(); return; }
  if (typing(event)) return;
  if (event.key === "F6") { event.preventDefault(); nextPane(event.shiftKey ? -1 : 1); return; }
  if (event.key === "/") { event.preventDefault(); root.querySelector("#findin").focus(); return; }
  if (key === "m" && !event.shiftKey) { event.preventDefault(); askInTurn(remark); return; }
  if (key === "p" && !event.shiftKey && place.querySelector("[data-placeremark]")) { event.preventDefault(); inTurn(placeRemark); return; }
  if (event.key === "Escape" && selection.any() && !event.defaultPrevented) { event.preventDefault(); selection.clear(); return; }
  const item = focused();
  if (item && IN_TREE[event.key]) { event.preventDefault(); IN_TREE[event.key](item); return; }
  if (VERDICTS[key] && (panel() || selection.any())) {
    event.preventDefault();
    decideInTurn(VERDICTS[key], event.shiftKey);
    return;
  }
  const inText = event.target.closest?.("[data-pages]");
  const by = { ArrowDown: 1, ArrowUp: -1, j: 1, q: -1 }[event.key];
  if (!by || (inText && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  if (event.shiftKey && event.key.startsWith("Arrow")) extendBy(by);
  else step(by);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest) return;
  const item = event.target.closest("[data-tree] [role=treeitem]");
  if (item && !item.dataset.turn && (event.ctrlKey || event.metaKey || event.shiftKey)) { event.preventDefault(); point(item, event); return; }
  if (event.ctrlKey || event.metaKey) return;
  const at = (name) => event.target.closest(`[data-${name}]`);
  const verdict = at("verdict");
  if (verdict) decideInTurn(verdict.dataset.verdict, "alike" in verdict.dataset);
  else if (item) { event.preventDefault(); pick(item); }
  else if (at("choose")) { event.preventDefault(); choose(at("choose").dataset.choose); }
  else if (at("mark") && !getSelection().toString()) choose(at("mark").dataset.mark);
  else if (at("goto")) go(Number(at("goto").dataset.goto), Number(at("goto").dataset.offset)).catch(report);
  else if (at("all-safe")) blindly(() => act("decide", { verdict: "fix", safe: true }));
  else if (at("remark")) inTurn(remark);
  else if (at("placeremark")) inTurn(placeRemark);
  else if (at("unremark")) inTurn(removeRemark);
  else if (at("reveal-original")) postJson(`${base}/reveal`, {}).catch(report);
  else if (at("undo")) blindly(() => act("undo", {}));
  else if (at("redo")) blindly(() => act("redo", {}));
});

/** Select with the mouse: one more with Ctrl, up to here with Shift. */
function point(item, event) {
  const from = focused() ?? current();
  item.focus();
  if (event.shiftKey) selection.extend(item, from);
  else selection.toggle(item);
}

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

const isPinned = () => getComputedStyle(place).position === "sticky";
const isBelow = () => getComputedStyle(root.querySelector("[data-divider]")).display !== "none" && root.getBoundingClientRect().bottom > innerHeight;

/** Where the panes stand one below the other, or below a large heading, the finding that keys decide about is brought into view. */
function keepInSight() {
  if (isPinned() || isBelow()) root.scrollIntoView({ block: "start" });
}

// What has the focus must not lie behind the pinned finding: at its start the page shows all three panes.
root.addEventListener("focusin", (event) => {
  if (event.target.matches(":focus-visible") && !place.contains(event.target)) keepInSight();
});

/** On a small screen nothing is pinned: who decides with keys sees what comes next. */
function showNext() {
  const isAlone = place.offsetWidth > root.clientWidth - 10 && !isPinned();
  if (isAlone && !problems.contains(document.activeElement)) place.scrollIntoView({ block: "start" });
}

selection.redraw();
begin(Number(root.dataset.block), Number(root.dataset.chosen)).then(keepInSight).catch(report);
