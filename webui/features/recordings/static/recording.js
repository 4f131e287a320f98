/** One recording: player, moments, delete. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";
import { followMoments, sayFailure, seek } from "./player.js";
import { removed } from "./remove.js";
import "./renaming.js";

const player = document.querySelector("[data-player]");
const moments = document.querySelector("[data-moments]");

if (player) {
  sayFailure(player, document.querySelector("[data-player-error]"));
  if (moments) followMoments(player, moments);
  const at = Number(new URLSearchParams(location.search).get("t"));
  if (at > 0) seek(player, at);
}

async function remove(event) {
  const { url, id, title, about } = event.currentTarget.dataset;
  if (await removed(url, [{ id, words: `${title} (${about})` }])) location.assign(url.replace(/\/delete$/, ""));
}

document.querySelector("[data-transcribe]")?.addEventListener("click", async ({ currentTarget: { dataset } }) => {
  try {
    await postJson(dataset.transcribe, { model: "" });
    location.assign(dataset.list);
  } catch (problem) { report(problem); }
});
document.querySelector("[data-delete]").addEventListener("click", (event) => remove(event).catch(report));
