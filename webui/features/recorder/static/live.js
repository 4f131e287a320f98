/** The transcript while people talk: what the engine has written so far, and how far behind it is. */

import { getJson } from "../../static/js/api.js";
import { element } from "../../static/js/say.js";

const root = document.querySelector("[data-recorder]");
const box = root.querySelector("[data-live]");
const list = box.querySelector("[data-live-text]");
const lag = box.querySelector("[data-lag]");
const read = root.querySelector("[data-read]");
const ALONG = ["recording", "paused", "stopping", "finalising", "done"];
const EVERY = 1000;
let recording = "";
let transcript = 0;
let last = 0;
let timer = 0;

/** @param {{state: string, recording: string, transcript?: number}} now events do not say `transcript`, answers do */
export function showLive(now) {
  if (now.recording !== recording) begin(now.recording);
  transcript = now.transcript || transcript;
  const along = Boolean(transcript) && ALONG.includes(now.state);
  box.hidden = !along;
  read.hidden = !along;
  read.querySelector("a").href = root.dataset.transcriptUrl.replace(/[^/]*$/, transcript);
  if (along && !timer) timer = setTimeout(look, 0);
}

function begin(id) {
  recording = id;
  transcript = last = 0;
  clearTimeout(timer);
  timer = 0;
  list.replaceChildren();
  lag.textContent = "";
}

async function look() {
  const asked = recording;
  const told = await getJson(`${root.dataset.liveUrl.replace("ID", asked)}?after=${last}`).catch(() => null);
  if (asked !== recording) return;
  if (told) show(told);
  timer = told && !told.transcript ? -1 : setTimeout(look, EVERY);
}

function show(told) {
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
  told.segments.forEach(add);
  if (atEnd) list.scrollTop = list.scrollHeight;
  const behind = told.lag_ms >= 1000 ? `${Math.round(told.lag_ms / 1000)} s behind` : "up to date";
  lag.textContent = told.transcript ? `${behind}${told.note ? `. ${told.note}` : ""}` : told.note;
}

/** Two tracks are heard in turn, so a segment may belong before the last one. */
function add({ id, start_ms: start, speaker, text }) {
  last = Math.max(last, id);
  const line = element("p", {},
    element("span", { className: "numbers", textContent: clock(start) }),
    ...(speaker ? [element("strong", { textContent: `${speaker}: ` })] : []), text);
  line.dataset.start = start;
  list.insertBefore(line, [...list.children].find((each) => Number(each.dataset.start) > start) ?? null);
}

function clock(ms) {
  const whole = Math.floor(ms / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
