/** One stream of events for each window; asks for them instead where streams are short. */

import { getJson } from "./api.js";

const POLL = 2000;
const AGAIN = 20000;
const { eventsUrl, polledUrl } = document.body.dataset;
let last = Number(document.body.dataset.lastEvent);
let source = null;
let timer = 0;
let streamAfter = 0;
const listeners = new Map();

/**
 * Hear of everything on a topic. `reset` comes as a kind when events were missed: load the state again.
 * @param {string} topic such as `job:4f2a`
 * @param {(event: {kind: string, data: object}) => void} listener
 * @returns {() => void} stops listening
 */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  start();
  return () => listeners.get(topic).delete(listener);
}

function start() {
  if (source || timer) return;
  source = new EventSource(`${eventsUrl}?after=${last}`);
  source.addEventListener("storm", (message) => tell(JSON.parse(message.data)));
  source.addEventListener("reset", (message) => reset(Number(message.lastEventId)));
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && poll());
}

function poll() {
  source?.close();
  source = null;
  streamAfter = Date.now() + AGAIN;
  clearTimeout(timer);
  timer = setTimeout(ask, 100);
}

async function ask() {
  try {
    const answer = await getJson(`${polledUrl}?after=${last}`);
    if (answer.reset) reset(answer.last);
    answer.events.forEach(tell);
  } catch { /* the next question may be answered */ }
  timer = 0;
  if (Date.now() > streamAfter) start();
  else timer = setTimeout(ask, POLL);
}

function tell({ seq, topic, kind, data }) {
  if (seq <= last) return;
  last = seq;
  listeners.get(topic)?.forEach((listener) => listener({ kind, data }));
}

function reset(seq) {
  last = seq;
  listeners.forEach((own) => own.forEach((listener) => listener({ kind: "reset", data: {} })));
}

addEventListener("pagehide", () => { source?.close(); clearTimeout(timer); });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
