/**
 * Changing one line in its place: text and speaker; two made one, one made two, or none.
 * Ctrl+Enter keeps it, Escape leaves it as it was. Nobody leaves the page over a change that is not kept unasked.
 */

import { getPage, postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { announce, element, report } from "../../static/js/say.js";

const root = document.querySelector("[data-transcript]");
const undoButton = document.querySelector("[data-undo]");
const segments = root.querySelector("[data-segments]");
const speakers = document.querySelector("[data-speakers]");
const plain = (text) => text.replace(/\s+/g, " ").trim();
let leaving = false;

/** @param {HTMLElement} segment */
export function edit(segment) {
  if (segment.querySelector(".editor")) return;
  const text = segment.querySelector("[data-text]");
  const back = segment.querySelector("[data-edit]");
  const before = { text: plain(text.textContent), speaker: segment.dataset.speaker };
  const area = element("textarea", { value: before.text, rows: 3 });
  area.setAttribute("aria-label", back.getAttribute("aria-label"));
  const who = element("select", {}, ...speakers.content.cloneNode(true).children);
  who.value = before.speaker;
  const button = (words, act, type = "button") => {
    const made = element("button", { type, textContent: words });
    if (act) made.addEventListener("click", () => act().catch(report));
    return made;
  };
  const now = () => ({ text: area.value, speaker: who.value });
  const words = () => area.value.slice(0, area.selectionStart).split(/\s+/).filter(Boolean).length;
  const leave = () => { editor.remove(); text.hidden = false; back.focus(); freed(); };
  const keep = button("Keep", null, "submit");
  keep.className = "primary";
  const cancel = button("Cancel", async () => leave());
  const next = nextOf(segment);
  const join = button(next?.dataset.speaker === before.speaker || !next?.dataset.speaker ? "Join with the next" : `Join with the next, of ${next.dataset.speaker}`,
    () => change(segment, "/join", now(), who.value ? `One line now, of ${who.value}.` : "One line now."));
  join.hidden = isLast(segment);
  const editor = element("form", { className: "editor" }, area,
    element("label", { textContent: "Speaker " }, who),
    element("div", { className: "row" }, keep, cancel,
      button("Split at the cursor", () => change(segment, "/split", { ...now(), words: words() }, "Two lines now.")),
      join,
      button("Remove the line", () => change(segment, "", { text: "" }, "Line removed."))));
  editor.isChanged = () => plain(area.value) !== before.text || who.value !== before.speaker;
  editor.addEventListener("submit", (event) => {
    event.preventDefault();
    change(segment, "", now(), plain(area.value) ? "Changed." : "Line removed.").catch(report);
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); editor.requestSubmit(); }
  });
  text.hidden = true;
  text.after(editor);
  area.focus();
}

/** The line after one, as far as this page shows it; markers are no lines. @param {HTMLElement} segment */
function nextOf(segment) {
  let next = segment.nextElementSibling;
  while (next && !next.dataset.segment) next = next.nextElementSibling;
  return next;
}

/** @param {HTMLElement} segment */
const isLast = (segment) => !nextOf(segment) && !document.querySelector(".pager [rel=next]");

/** Changes are made one after the other, so that what is shown last is what was kept last. */
let turn = Promise.resolve();
const inTurn = (act) => {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
};

const change = (...told) => inTurn(() => changeNow(...told));

async function changeNow(segment, what, body, words) {
  const next = segment.nextElementSibling ?? segment.previousElementSibling;
  const told = await postJson(root.dataset.editUrl.replace(/[^/]*$/, segment.dataset.segment) + what, body);
  segment.querySelector(".editor").remove();
  await show(told, next?.id);
  announce(words);
}

/** Take back the newest change. */
export const undo = () => inTurn(undoNow);

async function undoNow() {
  const told = await postJson(root.dataset.undoUrl, {});
  if (!told.segment) return;
  await show(told, null, document.activeElement === undoButton);
  announce("Change taken back.");
}

/**
 * Show the lines as they are now; those that are being changed stay as they are written.
 * Whoever takes back one change after another stays on the button (`stays`): the next press is for it.
 */
async function show(told, otherwise, stays = false) {
  undoButton.disabled = !told.edits;
  const page = await getPage(location.href);
  takeIn([...page.querySelectorAll("[data-segments] > li")]);
  root.querySelector("[data-audit]").replaceWith(document.adoptNode(page.querySelector("[data-audit]")));
  const place = document.getElementById(`s${told.segment}`) ?? document.getElementById(otherwise);
  place?.scrollIntoView({ block: "nearest" });
  if (!stays || undoButton.disabled) place?.querySelector("[data-edit]")?.focus();
  freed();
}

/** @param {HTMLElement[]} lines of a newer page */
export function takeIn(lines) {
  const open = new Map([...segments.querySelectorAll(".editor")].map((each) => each.closest("[data-segment]")).map((each) => [each.id, each]));
  segments.replaceChildren(...lines.map((each) => open.get(each.id) ?? document.adoptNode(each)));
}

const changed = () => [...segments.querySelectorAll(".editor")].some((each) => each.isChanged());
let waiting = null;
/** Do something that would end an open change, once there is none. @param {() => void} action */
export function whenFree(action) {
  if (changed()) waiting = action;
  else action();
}
function freed() {
  if (!waiting || changed()) return;
  const action = waiting;
  waiting = null;
  action();
}

window.addEventListener("beforeunload", (event) => { if (changed() && !leaving) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const elsewhere = link && link.target !== "_blank" && !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#");
  if (!elsewhere || event.ctrlKey || event.metaKey || event.shiftKey || !changed()) return;
  event.preventDefault();
  confirmed({
    title: "Leave without keeping your change?",
    text: "What you wrote in an open line is lost. Stay to keep it with Ctrl+Enter.",
    items: [],
    yes: "Leave",
  }).then((agreed) => { if (agreed) { leaving = true; location.assign(link.href); } });
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing && !undoButton.disabled) {
    event.preventDefault();
    undo().catch(report);
  }
});
