/** Media files come in, are queued, and are followed. */

import { getPage, postJson } from "../../static/js/api.js";
import { on } from "../../static/js/events.js";
import { native, pick, upload } from "../../static/js/inbox.js";
import { announce, report } from "../../static/js/say.js";
import { follow } from "./jobs.js";

const place = document.querySelector("[data-start-url]");
const input = document.querySelector("[data-input=media]");
const arriving = document.querySelector("[data-arriving]");

async function start(token) {
  const form = place.querySelector("[data-how]");
  const how = new FormData(form);
  const number = (name) => Number(how.get(name)) || 0;
  await postJson(place.dataset.startUrl, { media: [token], model: how.get("model"), language: how.get("language"), track: number("track"), channel: number("channel") });
  location.assign(location.pathname);
}

async function send(files) {
  const { token } = await upload("media", files, (done, total, name) => { arriving.textContent = `Taking in ${name} (${done + 1} of ${total})…`; });
  await start(token);
}

async function choose() {
  if (!place.querySelector("[data-how]").reportValidity()) return;
  if (!native) { input.click(); return; }
  const picked = await pick("media");
  if (picked) await start(picked.token);
}

document.querySelector("[data-offer]")?.addEventListener("click", ({ currentTarget }) => {
  if (place.querySelector("[data-how]").reportValidity()) start(currentTarget.dataset.offer).catch(report);
});
place?.querySelector("[data-pick]").addEventListener("click", () => choose().catch(report));
input.addEventListener("change", () => { if (input.files.length) send([...input.files]).catch(report); });
document.addEventListener("storm:delivered", ({ detail }) => {
  if (detail.zone === "media") start(detail.delivery.token).catch(report);
});
/** By id: what follows a job stays, so that nothing is said twice. */
const panels = new Map();

function followAll() {
  document.querySelectorAll("[data-queue] [data-job]").forEach((panel) => {
    if (panels.has(panel.dataset.job)) return;
    panels.set(panel.dataset.job, panel);
    follow(panel, () => refresh().catch(report), (problem) => announce(problem.message));  // the list shows it
  });
}

/** Show queue, refusals and rows as they are now; what a person is choosing or typing above stays. */
async function refresh() {
  const page = await getPage(location.href);
  for (const part of ["[data-queue]", "[data-refused]", "[data-known]"]) {
    document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
  }
  document.querySelectorAll("[data-queue] [data-job]").forEach((panel) => {
    const known = panels.get(panel.dataset.job);
    if (known) panel.replaceWith(known);
  });
  followAll();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-forget]");
  if (button) postJson(button.dataset.forget, {}).then(refresh).catch(report);
});
/** What begins gets its row, so that its text can be read while it is written. */
on("transcripts", ({ kind }) => { if (["started", "ended", "reset"].includes(kind)) refresh().catch(report); });
followAll();
