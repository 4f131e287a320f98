/** The widths of the panes: dragged, or changed by keys, kept in the settings as percent of the page. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";

const STEP = 2;
const LEAST = { left: 12, right: 14, middle: 20 };
/** Rem that a pane needs to stay usable. */
const SHARE = { left: 20, middle: 38, right: 24 };
/** Percent that it gets at most for that, so that all three fit at large text; as in the style sheet. */

const row = document.querySelector("[data-review]");
const dividers = [...row.querySelectorAll("[data-divider]")];
const paneOf = (side) => row.querySelector(side === "left" ? ".problems" : ".finding");
const other = (side) => (side === "left" ? "right" : "left");
const percent = (pixels) => (100 * pixels) / row.clientWidth;
const shown = (side) => percent(paneOf(side).getBoundingClientRect().width);
const isStacked = () => getComputedStyle(dividers[0]).display === "none";
let saved = Promise.resolve();

/** What a pane may have, so that the other two stay usable. @param {"left"|"right"} side */
function limits(side) {
  const rem = percent(parseFloat(getComputedStyle(document.documentElement).fontSize));
  const gaps = percent(dividers.reduce((sum, each) => sum + each.offsetWidth, 0));
  const least = Math.ceil(Math.min(LEAST[side] * rem, SHARE[side]));
  const most = Math.floor(100 - gaps - Math.min(LEAST.middle * rem, SHARE.middle) - shown(other(side)));
  return { least, most: Math.max(least, most) };
}

/** @param {"left"|"right"} side @param {number} wanted percent; 0 for the usual width */
function set(side, wanted) {
  const { least, most } = limits(side);
  const width = wanted ? Math.min(Math.max(Math.round(wanted), least), most) : 0;
  if (width) row.style.setProperty(`--${side}`, `${width}%`);
  else row.style.removeProperty(`--${side}`);
  row.toggleAttribute(`data-${side}`, width > 0);
  tell();
  return width;
}

function tell() {
  if (isStacked()) return;
  for (const each of dividers) {
    const side = each.dataset.divider;
    const { least, most } = limits(side);
    each.setAttribute("aria-valuemin", least);
    each.setAttribute("aria-valuemax", most);
    each.setAttribute("aria-valuenow", Math.min(Math.max(Math.round(shown(side)), least), most));
  }
}

function keep(side, width) {
  const save = () => postJson(document.body.dataset.settingsUrl, { changes: { [`review_${side}`]: width } }).catch(report);
  saved = saved.then(save);
}

function drag(divider, event) {
  if (event.button !== 0) return;
  event.preventDefault();
  divider.focus();
  divider.setPointerCapture(event.pointerId);
  const side = divider.dataset.divider;
  let width = -1;
  const move = ({ clientX }) => {
    const box = row.getBoundingClientRect();
    width = set(side, Math.max(1, percent(side === "left" ? clientX - box.left : box.right - clientX)));
  };
  const end = () => {
    divider.removeEventListener("pointermove", move);
    if (width >= 0) keep(side, width);
  };
  divider.addEventListener("pointermove", move);
  divider.addEventListener("lostpointercapture", end, { once: true });
}

function press(divider, event) {
  const side = divider.dataset.divider;
  const { least, most } = limits(side);
  const wider = side === "left" ? "ArrowRight" : "ArrowLeft";
  const narrower = side === "left" ? "ArrowLeft" : "ArrowRight";
  const wanted = { [wider]: shown(side) + STEP, [narrower]: Math.max(1, shown(side) - STEP), Home: least, End: most, Enter: 0 }[event.key];
  if (wanted === undefined || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  keep(side, set(side, wanted));
}

for (const divider of dividers) {
  const side = divider.dataset.divider;
  divider.addEventListener("pointerdown", (event) => drag(divider, event));
  divider.addEventListener("keydown", (event) => press(divider, event));
  divider.addEventListener("dblclick", () => keep(side, set(side, 0)));
  if (Number(row.dataset[`${side}Width`])) set(side, Number(row.dataset[`${side}Width`]));
}
new ResizeObserver(tell).observe(row);
