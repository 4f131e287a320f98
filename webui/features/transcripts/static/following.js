/** Player and text: a click plays from there, and while it plays the text shows where it is. */

import { sayFailure } from "../../recordings/static/player.js";

const player = document.querySelector("[data-player]");
const follows = document.querySelector("[data-follow]");

/** @param {number} ms */
export function playFrom(ms) {
  if (!player) return;
  player.currentTime = ms / 1000;
  player.play().catch(() => { /* the failure is said by the error event */ });
}

/** What the player does not play: another track, one channel. It is heard alone, and the text shows where it is. */
export function playPart(button) {
  const place = document.querySelector("[data-part-player]");
  const audio = place.querySelector("audio");
  const error = place.querySelector("[data-part-error]");
  player.pause();
  player.currentTime = Number(button.dataset.seek) / 1000;
  error.hidden = true;
  place.hidden = false;
  place.querySelector("[data-part-name]").textContent = button.textContent.replace("Play: ", " ").replace(/\s+/g, " ").trim();
  audio.onerror = () => { error.textContent = "This part could not be read."; error.hidden = false; };
  audio.src = button.dataset.part;
  audio.play().catch(() => { /* the failure is said by the error event */ });
  place.querySelector("[data-part-close]").onclick = () => { audio.pause(); audio.removeAttribute("src"); place.hidden = true; button.focus(); };
}

/** @param {HTMLElement} list */
export function followText(list) {
  if (!player) return;
  sayFailure(player, document.querySelector("[data-player-error]"));
  const start = Number(new URLSearchParams(location.search).get("t"));
  if (start > 0) player.currentTime = start / 1000;
  let segment = null;
  let word = null;
  const show = () => {
    const now = player.currentTime * 1000 + 1;
    const found = [...list.querySelectorAll("[data-segment]")].findLast((each) => Number(each.dataset.start) <= now) ?? null;
    if (found !== segment) {
      segment?.removeAttribute("aria-current");
      found?.setAttribute("aria-current", "true");
      if (found && follows.checked && !player.paused) found.scrollIntoView({ block: "nearest" });
      segment = found;
    }
    const spoken = [...(found?.querySelectorAll("[data-at]") ?? [])].findLast((each) => Number(each.dataset.at) <= now);
    if (spoken !== word) { word?.classList.remove("now"); spoken?.classList.add("now"); word = spoken; }
  };
  player.addEventListener("timeupdate", show);
  player.addEventListener("seeked", show);
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Space" || !event.ctrlKey) return;
    event.preventDefault();
    if (player.paused) player.play().catch(() => {});
    else player.pause();
  });
}
