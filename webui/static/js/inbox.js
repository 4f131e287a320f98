/** How files come in: drops and dialogs of the window, or uploads of a browser. Always ends in a token. */

import { postBytes, postJson } from "./api.js";
import { on } from "./events.js";

const data = document.body.dataset;
export const native = data.native === "yes";
const MOST_NAMED = 4000;
const endings = JSON.parse(data.accepts);

/** Whether a file is of a kind that a purpose takes. @param {string} purpose @param {File} file */
export const takes = (purpose, file) => endings[purpose].some((ending) => file.name.toLowerCase().endsWith(ending));

/**
 * Open a native dialog.
 * @param {"files"|"folder"|"lists"|"profile"|"output"|"media"|"pack-folder"|"pack-file"} kind
 * @returns {Promise<{token: string, names: string[]}|null>} null when cancelled
 */
export function pick(kind) {
  const request = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return new Promise((resolve, reject) => {
    const stop = on(`pick:${request}`, ({ kind: what, data: answer }) => {
      stop();
      if (what === "failed") reject(new Error(answer.error));
      else resolve(what === "picked" ? answer : null);
    });
    postJson(data.pickUrl, { request, kind }).catch((problem) => { stop(); reject(problem); });
  });
}

/** Hand over the last drop on the window. @param {string} zone @param {File[]} files */
export function dropped(zone, files) {
  return postJson(data.dropUrl, { zone, files: files.map((file) => [file.name, file.size]) });
}

/**
 * Send files from a browser.
 * @param {"documents"|"lists"|"profile"|"media"|"models"} purpose
 * @param {File[]} files
 * @param {(done: number, total: number, name: string) => void} told
 * @param {File[]} leftOut what was chosen with them and cannot be read: told by name, never sent
 */
export async function upload(purpose, files, told = () => {}, leftOut = []) {
  const { batch } = await postJson(data.batchesUrl, { purpose });
  const base = `${data.batchesUrl}/${encodeURIComponent(batch)}`;
  for (const [index, file] of files.entries()) {
    told(index, files.length, file.name);
    await postBytes(`${base}/files?name=${encodeURIComponent(file.name)}`, file);
  }
  return postJson(`${base}/done`, { left_out: named(leftOut) });
}

/** Where a file is below the folder that was chosen; its name where none was. */
const places = new WeakMap();
const place = (file) => (places.get(file) ?? (file.webkitRelativePath || file.name)).slice(-1000);

/** Names up to a bound; of the others how many there are. @param {File[]} files */
function named(files) {
  const kept = files.length === MOST_NAMED + 1 ? files.length : MOST_NAMED;  // one file more has a name of its own
  const more = files.length - kept;
  return [...files.slice(0, kept).map(place), ...(more > 0 ? [`${more.toLocaleString("en")} more files`] : [])];
}

/** Remember where in a dropped folder a file is. @param {File} file @param {string} path */
export function placed(file, path) {
  places.set(file, path.replace(/^\/+/, ""));
  return file;
}

/** What was chosen for the next check; lives as long as the window. */
export const options = {
  get lists() { return read("lists", []); },
  set lists(value) { write("lists", value); },
  get profile() { return read("profile", { name: "", file: "" }); },
  set profile(value) { write("profile", value); },
};

function read(key, otherwise) {
  try { return JSON.parse(sessionStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

function write(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* without storage it lasts for this page */ }
}

/** Start a check and go to its page. @param {string[]} documents tokens @param {string[]|null} lists tokens */
export async function check(documents, lists = null) {
  const profile = options.profile;
  const answer = await postJson(data.sweepsUrl, {
    documents,
    lists: lists ?? options.lists.map((list) => list.token),
    kept: lists === null,
    profile: profile.file ? "" : profile.name,
    profile_file: profile.file,
  });
  location.assign(answer.url);
}
