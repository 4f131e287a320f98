/** The sidebar's word about a recording that is under way, on every page but the recorder's own. */

import { getJson } from "./api.js";

const WORDS = { recording: "Recording", paused: "Paused", stopping: "Finishing", finalising: "Finishing" };
const EVERY = 2000;
const place = document.querySelector("[data-onair]");

async function look() {
  const now = await getJson(place.dataset.onair).catch(() => null);
  const word = WORDS[now?.state];
  if (!word) { place.remove(); return; }
  const seconds = Math.floor(now.elapsed_ms / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  place.querySelector("[data-onair-words]").textContent = `${word} ${clock}`;
  setTimeout(look, EVERY);
}

if (place) look();
