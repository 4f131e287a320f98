/** A player whose moments are buttons: each jumps to its time, and the one that was passed last is marked. */

import { announce } from "../../static/js/say.js";

const NOT_PLAYED = {
  3: "The file is damaged at this place, so it cannot be played on.",
  4: "This player knows no codec of this file, or the file is not readable.",
};

/** @param {number} ms */
export function clock(ms) {
  const whole = Math.floor(ms / 1000);
  const two = (part) => String(part).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** @param {HTMLMediaElement} player @param {number} ms */
export function seek(player, ms) {
  player.currentTime = ms / 1000;
}

/**
 * @param {HTMLMediaElement} player
 * @param {HTMLElement} list holds the buttons with data-seek
 */
export function followMoments(player, list) {
  const buttons = [...list.querySelectorAll("[data-seek]")];
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seek]");
    if (!button) return;
    seek(player, Number(button.dataset.seek));
    announce(`At ${clock(Number(button.dataset.seek))}`);
  });
  player.addEventListener("timeupdate", () => {
    const now = player.currentTime * 1000 + 1;
    const last = buttons.findLast((button) => Number(button.dataset.seek) <= now);
    buttons.forEach((button) => button.toggleAttribute("aria-current", button === last));
    last?.setAttribute("aria-current", "true");
  });
}

/** Say why a file does not play. @param {HTMLMediaElement} player @param {HTMLElement} place */
export function sayFailure(player, place) {
  player.addEventListener("error", () => {
    place.textContent = NOT_PLAYED[player.error?.code] ?? "The file could not be played.";
    place.hidden = false;
  });
}
