/** Findings: filter, sort, page and search without leaving; arrow keys go through the rows. */

import { getPage } from "../../static/js/api.js";
import { announce, report } from "../../static/js/say.js";
import { typing } from "../../static/js/shortcuts.js";
import "./save.js";

const PAUSE = 250;
let asked = 0;
let timer = 0;
const region = () => document.querySelector("[data-results]");
const links = () => [...document.querySelectorAll(".row-link")];

function address(form) {
  const query = new URLSearchParams(new FormData(form));
  [...query.keys()].forEach((key) => query.get(key) === "" && query.delete(key));
  return `${form.action}?${query}`;
}

/** Show another window of findings in the place of this one. @param {string} url */
async function go(url, { focus = null, push = true } = {}) {
  const number = (asked += 1);
  region().setAttribute("aria-busy", "true");
  try {
    const page = await getPage(url);
    if (number !== asked) return;
    const fresh = document.adoptNode(page.querySelector("[data-results]"));
    const top = region().querySelector("[data-filters]")?.scrollTop ?? 0;
    const typed = document.activeElement?.dataset.focus === "q" ? document.activeElement : null;
    const caret = typed?.selectionStart;
    region().replaceWith(fresh);
    fresh.classList.add("enlivened");
    fresh.querySelector("[data-filters]")?.scrollTo(0, top);
    if (push) history.pushState({}, "", url);
    restore(fresh, focus, typed ? typed.value : null, caret);
    announce(fresh.querySelector("[data-count]").textContent.trim());
  } catch (problem) {
    region().removeAttribute("aria-busy");
    report(problem);
  }
}

function restore(fresh, focus, typed, caret) {
  const target = focus ? fresh.querySelector(`[data-focus="${CSS.escape(focus)}"]`) : null;
  if (typed !== null && target?.dataset.focus === "q") {
    target.value = typed;
    target.setSelectionRange(caret, caret);
  }
  (target ?? fresh.querySelector("[data-count]")).focus({ preventScroll: Boolean(target) });
}

async function inspect(link) {
  const place = document.querySelector("[data-inspector]");
  document.querySelectorAll("tr.current").forEach((row) => row.classList.remove("current"));
  document.querySelector(".row-link[aria-current]")?.removeAttribute("aria-current");
  link.closest("tr").classList.add("current");
  link.setAttribute("aria-current", "true");
  history.replaceState({}, "", link.href);
  try {
    const page = await getPage(link.dataset.url);
    if (link.getAttribute("aria-current")) place.replaceChildren(...page.body.childNodes);
  } catch (problem) { report(problem); }
}

function move(by) {
  const all = links();
  const now = all.indexOf(document.activeElement);
  const start = now >= 0 ? now : all.findIndex((link) => link.getAttribute("aria-current"));
  const next = Math.min(Math.max(start + by, 0), all.length - 1);
  all[next]?.focus();
  const row = all[next]?.closest("tr").getBoundingClientRect();
  const cover = document.querySelector("[data-inspector]").getBoundingClientRect().top;
  if (row && row.bottom > cover) scrollBy(0, row.bottom - cover + 4);
}

document.addEventListener("focusin", (event) => {
  const link = event.target.closest?.(".row-link");
  if (!link || link.getAttribute("aria-current")) return;
  clearTimeout(timer);
  timer = setTimeout(() => inspect(link), 60);
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest) return;
  const link = event.target.closest(".row-link");
  const row = event.target.closest(".findings-table tbody tr");
  const inner = event.target.closest(".sort, .pager a, [data-focus=clear], .findings > .empty a");
  if (link || (row && !getSelection().toString())) {
    event.preventDefault();
    (link ?? row.querySelector(".row-link")).focus();
    inspect(link ?? row.querySelector(".row-link"));
  } else if (inner) {
    event.preventDefault();
    go(inner.href, { focus: inner.dataset.focus ?? null });
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-filters]");
  if (form) go(withText(address(form)), { focus: event.target.dataset.focus ?? null });
});

function withText(url) {
  const made = new URL(url);
  const words = document.querySelector("[data-focus=q]").value.trim();
  if (words) made.searchParams.set("q", words);
  return made.href;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-search], [data-filters]");
  if (!form) return;
  event.preventDefault();
  go(withText(address(form)), { focus: "q" });
});

let pause = 0;
document.addEventListener("input", (event) => {
  if (event.target.dataset?.focus !== "q") return;
  clearTimeout(pause);
  const form = event.target.form;
  pause = setTimeout(() => go(withText(address(form)), { focus: "q" }), PAUSE);
});

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  PageDown: () => move(10),
  PageUp: () => move(-10),
  Home: () => move(-1000),
  End: () => move(1000),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "s" && !event.shiftKey) { event.preventDefault(); document.querySelector("[data-save-open]").click(); }
    return;
  }
  if (typing(event)) return;
  const inTable = event.target.closest?.(".findings-table");
  if (KEYS[event.key] && (inTable || event.key.startsWith("Arrow")) && event.target.type !== "checkbox") {
    event.preventDefault();
    KEYS[event.key]();
  } else if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-focus=q]")?.focus();
  } else if (event.key === "]" || event.key === "[") {
    const link = document.querySelector(event.key === "]" ? ".pager [rel=next]" : ".pager [rel=prev]");
    if (link) go(link.href);
  }
});

addEventListener("popstate", () => go(location.href, { push: false }));
region()?.classList.add("enlivened");
document.querySelector("[data-worst]")?.focus({ preventScroll: true });
