/** The recorder's page. What it shows comes from the recorder alone, so a reload or a second window agree. */

import { getJson, postJson } from "../../static/js/api.js";
import { on } from "../../static/js/events.js";
import { announce, element, report } from "../../static/js/say.js";
import { choices, listen as listenToChoices, lock } from "./choices.js";
import { showLive } from "./live.js";
import { showSources } from "./meters.js";

const root = document.querySelector("[data-recorder]");
const panel = root.querySelector(".console");
const part = (name) => root.querySelector(`[data-${name}]`);
const button = (name) => root.querySelector(`[data-do="${name}"]`);
const SOMETIMES = 2000;
const OFFERED = {
  idle: ["start", "levels"], armed: ["start", "levels"], recording: ["pause", "stop", "still"], paused: ["resume", "stop"],
  stopping: [], finalising: [], done: ["start", "levels"], failed: ["start", "levels"],
};
const WORDS = {
  idle: ["stop", "Not recording"], armed: ["level", "Levels are shown, nothing is kept"], recording: ["record", "Recording"],
  paused: ["stopped", "Paused"], stopping: ["busy", "Stopping…"], finalising: ["busy", "Finishing the file…"],
  done: ["done", "Finished"], failed: ["s-error", "Failed"],
};
let state = "";
let strayed = false;
let troubles = "";
let message = "";

function draw(now) {
  if (now.state !== state) turn(now);
  part("elapsed").textContent = clock(now.elapsed_ms);
  part("size").textContent = size(now.size);
  part("frames").textContent = now.frames.toLocaleString("en");
  part("dropped").textContent = now.dropped.toLocaleString("en");
  part("left").textContent = left(now.minutes_left);
  const looks = now.frames > 0 || now.sources.some(({ role }) => role === "screen");
  root.querySelectorAll("[data-pictures]").forEach((each) => { each.hidden = !looks; });
  showSources(part("sources"), now);
  showLive(now);
  showMessage(now.message);
  showEvents(now.events);
  tellTroubles(now.sources);
}

/** A file that was moved or removed is said while the recording goes on. */
function showMessage(text) {
  part("message").hidden = !text;
  part("message").querySelector("p").textContent = text;
  if (text && text !== message && ["recording", "paused"].includes(state)) announce(text);
  message = text;
}

/** What has happened to the sources, the newest first. */
function showEvents(events) {
  const list = part("events");
  const key = JSON.stringify(events);
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  part("events-box").hidden = !events.length;
  list.replaceChildren(...events.toReversed().map(({ at_ms: at, text }) => element("li", {}, element("span", { className: "numbers soft", textContent: clock(at) }), element("span", { textContent: text }))));
}

/** Show another state, and say it to who listens. */
function turn(now) {
  const [icon, words] = WORDS[now.state];
  const first = state === "";
  state = now.state;
  panel.dataset.state = state;
  part("state-word").textContent = words;
  panel.querySelector(".lamp use").setAttribute("href", `#i-${icon}`);
  strayed ||= root.contains(document.activeElement);
  root.querySelectorAll("[data-do]").forEach((each) => { each.hidden = !OFFERED[state].includes(each.dataset.do); });
  button("levels").querySelector("span").textContent = state === "armed" ? "Hide levels" : "Test levels";
  const active = ["recording", "paused", "stopping", "finalising"].includes(state);
  lock(active);
  part("figures").hidden = !active && state !== "done";
  part("marker-form").hidden = !["recording", "paused"].includes(state);
  part("banner").hidden = !(active && now.marking);
  part("banner").textContent = now.marking;
  part("said").textContent = "";
  part("title-now").textContent = active || state === "done" ? now.title : "";
  part("finished").hidden = !(state === "done" && now.recording);
  part("play").href = root.dataset.recordingUrl.replace("ID", now.recording);
  if (strayed) keepFocus();
  if (!first) announce(now.message ? `${words}. ${now.message}` : words);
}

/** Where a state takes away what had the focus, as the note of a marker, it goes to what can be done next. */
function keepFocus() {
  const held = document.activeElement;
  const lost = held === document.body || !held.checkVisibility() || held.matches(":disabled");
  if (!lost) { strayed = false; return; }
  const next = part("finished").hidden ? root.querySelector("[data-do]:not([hidden])") : part("play");
  next?.focus();
  strayed = !next;
}

function tellTroubles(sources) {
  const now = sources.map(({ trouble }) => trouble).filter(Boolean).join(" ");
  if (now && now !== troubles) announce(now);
  troubles = now;
}

async function look() {
  try { draw(await getJson(root.dataset.statusUrl)); } catch (problem) { if (state !== "") report(problem); state = ""; }
}

/** Events come ten times a second while there is something to show; asking now and then makes up for lost ones. */
on("recorder", ({ kind, data }) => (kind === "reset" ? look() : draw(data)));
setInterval(look, SOMETIMES);

const post = (url, body = {}) => postJson(url, body).then(draw);
const ACTIONS = {
  start: async () => {
    const now = await postJson(root.dataset.startUrl, choices());
    draw(now);
    if (now.no_text) say(now.no_text);
  },
  resume: () => post(root.dataset.resumeUrl),
  pause: () => post(root.dataset.pauseUrl),
  stop: () => post(root.dataset.stopUrl),
  still: () => post(root.dataset.stillUrl).then(() => say("Still picture kept.")),
  levels: () => (state === "armed" ? post(root.dataset.disarmUrl) : post(root.dataset.armUrl, choices())),
  mark,
};

async function mark() {
  const note = root.querySelector("#marker-note");
  await post(root.dataset.markUrl, { note: note.value.trim() });
  say(`Marker set at ${part("elapsed").textContent}${note.value.trim() ? `: ${note.value.trim()}` : ""}.`);
  note.value = "";
}

/** Beside the buttons, so that nothing moves while somebody records. */
function say(text) {
  part("said").textContent = text;
  announce(text);
}

/** One after the other: what is asked while the recorder still works on the last wish waits for its turn. */
let last = Promise.resolve();
function act(name) {
  last = last.then(() => ACTIONS[name]()).catch(report);
}

const KEYS = { KeyR: ["start", "resume", "pause"], KeyS: ["stop"], KeyP: ["still"], KeyL: ["levels"] };
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.code === "KeyM" && !part("marker-form").hidden) { event.preventDefault(); act("mark"); return; }
  const name = KEYS[event.code]?.find((each) => !button(each).hidden);
  if (!name) return;
  event.preventDefault();
  act(name);
});
root.addEventListener("click", (event) => {
  const name = event.target.closest("[data-do]")?.dataset.do;
  if (name) act(name);
});
part("marker-form").addEventListener("submit", (event) => { event.preventDefault(); act("mark"); });
listenToChoices(() => { if (state === "armed") post(root.dataset.armUrl, choices()).catch(report); });

function clock(ms) {
  const whole = Math.floor(ms / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
}

function size(bytes) {
  const mib = bytes / 2 ** 20;
  return mib < 1024 ? `${mib.toFixed(1)} MiB` : `${(mib / 1024).toFixed(2)} GiB`;
}

function left(minutes) {
  if (minutes === null) return "not known yet";
  if (minutes < 120) return `${Math.floor(minutes)} min`;
  return minutes < 6000 ? `${Math.floor(minutes / 60)} h` : "days";
}

look();
