/** What is selected among the problems: whole groups, and stretches of them by their places in the group. */

import { postJson } from "../../static/js/api.js";
import { announce, report } from "../../static/js/say.js";

const root = document.querySelector("[data-review]");
const problems = root.querySelector("[data-problems]");
const place = root.querySelector("[data-chosen-finding]");
const bar = document.querySelector("[data-selection-bar]").content.querySelector("[data-selection]");
const part = (name) => bar.querySelector(`[data-selection-${name}]`);
/** Rule to "all", or to stretches [first, last] in order that do not touch. */
const selected = new Map();
/** Findings that each rule had when it was selected: places mean others once that changes. */
const numbers = new Map();
let anchor = null;
let weighing = 0;

const groups = () => [...problems.querySelectorAll(".group")];
const groupOf = (rule) => groups().find((each) => each.dataset.group === rule);
const numberOf = (rule) => Number(groupOf(rule)?.dataset.number ?? 0);
const many = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

/** Rule and place of an item of the tree; place 0 for a whole group. @param {HTMLElement} item */
function spot(item) {
  if (item.dataset.group) return { rule: item.dataset.group, at: 0 };
  return { rule: item.closest("[data-rule]").dataset.rule, at: Number(item.dataset.at) };
}

const stretches = (rule) => (selected.get(rule) === "all" ? [[1, numberOf(rule)]] : selected.get(rule) ?? []);
const holds = ({ rule, at }) => (at ? stretches(rule).some(([first, last]) => first <= at && at <= last) : selected.get(rule) === "all");
export const any = () => selected.size > 0;
/** What is selected, as requests name it. */
export const parts = () => [...selected.keys()].flatMap((rule) => (selected.get(rule) === "all" ? [{ rule }] : stretches(rule).map(([first, last]) => ({ rule, first, last }))));

function keep(rule, found) {
  if (found === "all" || found.length) selected.set(rule, found);
  else selected.delete(rule);
  numbers.set(rule, numberOf(rule));
}

/** Stretches without one place. */
function without(list, at) {
  return list.flatMap(([first, last]) => (at < first || at > last ? [[first, last]] : [[first, at - 1], [at + 1, last]].filter(([a, b]) => a <= b)));
}

/** Stretches with one place more. */
function withPlace(list, at) {
  const sorted = [...list, [at, at]].sort((a, b) => a[0] - b[0]);
  return sorted.reduce((made, [first, last]) => {
    const before = made.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else made.push([first, last]);
    return made;
  }, []);
}

/** Select an item, or no longer. @param {HTMLElement} item */
export function toggle(item) {
  const at = spot(item);
  if (!at.at) keep(at.rule, holds(at) ? [] : "all");
  else keep(at.rule, holds(at) ? without(stretches(at.rule), at.at) : withPlace(stretches(at.rule), at.at));
  anchor = at;
  changed();
}

/** Select from where the selection began to an item, and nothing else. @param {HTMLElement} item @param {HTMLElement|null} from where none began */
export function extend(item, from = null) {
  const to = spot(item);
  if (!anchor || (to.at && (anchor.rule !== to.rule || !anchor.at))) anchor = from && isAlike(from, to) ? spot(from) : to;
  selected.clear();
  if (to.at) keep(to.rule, [[Math.min(anchor.at, to.at), Math.max(anchor.at, to.at)]]);
  else between(anchor.rule, to.rule).forEach((rule) => keep(rule, "all"));
  changed();
}

function isAlike(item, { rule, at }) {
  const other = spot(item);
  return at ? other.rule === rule && other.at > 0 : true;
}

function between(one, other) {
  const rules = groups().filter(isShown).map((each) => each.dataset.group);
  const [from, to] = [rules.indexOf(one), rules.indexOf(other)].sort((a, b) => a - b);
  return rules.slice(Math.max(from, 0), to + 1);
}

/** Select every group that is shown. */
export function all() {
  selected.clear();
  groups().filter(fits).forEach((each) => keep(each.dataset.group, "all"));
  anchor = null;
  changed();
}

export function clear({ quiet = false } = {}) {
  anchor = null;
  if (!any()) return;
  selected.clear();
  changed({ quiet });
}

/** Which groups are shown: all, open ones, those of one severity. */
let narrow = "";
const isShown = (group) => !group.closest("li").hidden;
function fits(group) {
  if (!narrow) return true;
  return narrow === "open" ? Number(group.dataset.open) > 0 : group.closest("li").dataset.severity === narrow;
}

/** Show again, in a tree that was drawn anew, what is selected and which groups are wanted. */
export function redraw() {
  for (const rule of [...selected.keys()]) if (numberOf(rule) !== numbers.get(rule)) selected.delete(rule);
  const choice = problems.querySelector("[data-narrow]");
  if (!choice || ![...choice.options].some((each) => each.value === narrow)) narrow = "";
  if (choice) choice.value = narrow;
  groups().forEach((each) => { each.closest("li").hidden = !fits(each) && !each.parentElement.querySelector("[aria-current]"); });
  paint();
  if (any()) weigh({ quiet: true });
}

function paint() {
  problems.querySelectorAll("[aria-selected]").forEach((each) => each.setAttribute("aria-selected", String(holds(spot(each)))));
  place.classList.toggle("many", any());
  if (any()) place.prepend(bar);
  else bar.remove();
  rove();
}

/** One item of the tree takes part in the order of Tab: the focused one, or the chosen one. */
export function rove() {
  const items = [...problems.querySelectorAll("[role=treeitem]")];
  const now = items.find((each) => each === document.activeElement) ?? items.find((each) => each.getAttribute("aria-current")) ?? items.find((each) => isShown(each));
  items.forEach((each) => { each.tabIndex = each === now ? 0 : -1; });
}

function changed({ quiet = false } = {}) {
  paint();
  if (any()) weigh({ quiet });
  else if (!quiet) announce("Nothing selected");
}

/** How many findings are selected as far as this page knows: of whole groups the open ones. */
function known() {
  const sizes = [...selected].map(([rule, found]) => (found === "all" ? Number(groupOf(rule).dataset.open) : found.reduce((sum, [first, last]) => sum + last - first + 1, 0)));
  return sizes.reduce((sum, each) => sum + each, 0);
}

async function weigh({ quiet = false } = {}) {
  const number = (weighing += 1);
  tell({ open: known(), fixable: null });
  try {
    const found = await postJson(`${root.dataset.base}/weigh`, { parts: parts() });
    if (number !== weighing || !any()) return;
    tell({ open: found.open ?? known(), fixable: found.fixable });
    if (!quiet) announce(`${part("words").textContent} selected. ${part("note").textContent}`);
  } catch (problem) { report(problem); }
}

/** Say what is selected, and on each button what it would decide. */
function tell({ open, fixable }) {
  part("words").textContent = `${many(open, "open finding")} of ${many(selected.size, "kind")}`;
  const note = fixable !== null && fixable < open ? `${many(open - fixable, "finding")} of them ${open - fixable === 1 ? "has" : "have"} no correction: Fix leaves ${open - fixable === 1 ? "it" : "them"} open.` : "";
  part("note").textContent = note;
  part("note").hidden = !note;
  bar.querySelectorAll("[data-words]").forEach((button) => {
    const isFix = button.dataset.verdict === "fix";
    const isAcronym = ["not-acronym", "well-known"].includes(button.dataset.verdict);
    const most = isAcronym || (isFix && fixable === null) ? "up to " : "";
    const number = isFix && fixable !== null ? fixable : open;
    const nothing = isFix ? "Nothing here can be fixed" : `${button.dataset.words} nothing is open`;
    button.querySelector("span").textContent = number ? `${button.dataset.words} ${most}${many(number, "finding")}` : nothing;
    button.disabled = number === 0;
  });
}

/** Why a verdict suits nothing of what is selected; empty where it may. @param {string} verdict */
export const unfit = (verdict) => bar.querySelector(`[data-verdict="${verdict}"]:disabled span`)?.textContent ?? "";

/** What is selected, in words. */
export const words = () => part("words").textContent;

part("clear").addEventListener("click", () => clear());
problems.addEventListener("change", (event) => {
  if (!("narrow" in event.target.dataset)) return;
  narrow = event.target.value;
  clear({ quiet: true });
  redraw();
  const number = groups().filter(isShown).length;
  announce(`${many(number, "kind")} shown`);
});
problems.addEventListener("focusin", rove);
problems.addEventListener("mousedown", (event) => { if (event.shiftKey && event.target.closest("[role=treeitem]")) event.preventDefault(); });
