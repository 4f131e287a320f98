/** One transcript: player and text follow each other; changes, search, gaps, saving. */

import { getPage, postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { on } from "../../static/js/events.js";
import { report } from "../../static/js/say.js";
import { edit, takeIn, undo, whenFree } from "./editor.js";
import { playFrom, playPart, followText } from "./following.js";
import { follow, panelFor } from "./jobs.js";
import "../../recordings/static/renaming.js";
import "./saving.js";
import "./searching.js";

const root = document.querySelector("[data-transcript]");
const list = root.querySelector("[data-segments]");
const work = root.querySelector("[data-work]");
const model = () => work.querySelector("[data-model]")?.value ?? "";
/** What is chosen of how to hear the media; undefined where there is nothing to choose. */
const chosen = (name) => work.querySelector(`[data-${name}]`)?.value;

followText(list);
root.addEventListener("click", (event) => {
  const { target } = event;
  const seek = target.closest("[data-seek], [data-at]");
  const button = target.closest("button");
  if (button && "part" in button.dataset) playPart(button);
  else if (seek && !getSelection().toString()) playFrom(Number(seek.dataset.seek ?? seek.dataset.at));
  else if (button && "edit" in button.dataset) edit(button.closest("[data-segment]"));
  else if (button && "retry" in button.dataset) run(root.dataset.retryUrl, { gap: Number(button.dataset.retry), model: model() }, "Trying again");
  else if (button && "resume" in button.dataset) run(root.dataset.resumeUrl, { model: model() }, "Going on");
  else if (button && "again" in button.dataset) again();
});

async function run(url, body, title) {
  try {
    const panel = panelFor(await postJson(url, body), title);
    work.querySelector("[data-redo]").hidden = true;
    work.append(panel);
    follow(panel, ({ state }) => { if (state === "failed") { panel.remove(); work.querySelector("[data-redo]").hidden = false; } else whenFree(() => location.reload()); });
  } catch (problem) { report(problem); }
}

/** A new transcript of the same media: the list shows it. */
async function again() {
  try {
    await postJson(root.dataset.againUrl, { model: model(), language: chosen("language") ?? null, track: Number(chosen("track") ?? 0), channel: Number(chosen("channel") ?? 0) });
    location.assign(root.dataset.pageUrl.replace(/\/[^/]*$/, ""));
  } catch (problem) { report(problem); }
}

async function remove({ dataset }) {
  const agreed = await confirmed({
    title: "Delete this transcript?",
    text: "The text, your changes and the audit go for good, from the library and its backups. A media file of your own stays.",
    items: [dataset.title],
    yes: "Delete",
  });
  if (agreed) location.assign((await postJson(root.dataset.deleteUrl, {})).url);
}

/** Take in what was written since the page was made. */
let loading = false;
async function load() {
  if (loading) return;
  loading = true;
  try {
    const page = await getPage(location.href);
    const known = new Set([...list.querySelectorAll("[data-segment]")].map((each) => each.dataset.segment));
    const newest = [...page.querySelectorAll("[data-segments] > [data-start]")];
    if (newest.some((each) => each.dataset.segment && !known.has(each.dataset.segment))) takeIn(newest);
  } catch (problem) { report(problem); }
  setTimeout(() => { loading = false; }, 1500);
}

work.querySelectorAll("[data-job]").forEach((panel) => {
  on("transcripts", ({ kind, data }) => { if (kind === "segments" && data.transcript === Number(root.dataset.transcript)) load(); });
  follow(panel, () => whenFree(() => location.reload()));
});
document.querySelector("[data-undo]").addEventListener("click", () => undo().catch(report));
document.querySelector("[data-delete]").addEventListener("click", (event) => remove(event.currentTarget).catch(report));
