/** One recording: player, moments, rename, delete. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";
import { followMoments, sayFailure, seek } from "./player.js";
import { removed } from "./remove.js";

const player = document.querySelector("[data-player]");
const moments = document.querySelector("[data-moments]");
const dialog = document.querySelector("[data-rename-dialog]");
const form = document.querySelector("[data-rename-form]");
const error = document.querySelector("[data-rename-error]");

if (player) {
  sayFailure(player, document.querySelector("[data-player-error]"));
  if (moments) followMoments(player, moments);
  const at = Number(new URLSearchParams(location.search).get("t"));
  if (at > 0) seek(player, at);
}

async function rename() {
  await postJson(form.dataset.url, { title: form.querySelector("input").value.trim() });
  location.reload();
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
document.querySelector("[data-rename]").addEventListener("click", () => { dialog.showModal(); form.querySelector("input").select(); });
document.querySelector("[data-rename-cancel]").addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  rename().catch((problem) => { error.textContent = problem.message; error.hidden = false; });
});
document.querySelector("[data-delete]").addEventListener("click", (event) => remove(event).catch(report));
