/** Requests to our own server: JSON in, JSON or a readable problem out. */

export class Problem extends Error {
  /** @param {number} status @param {string} sentence @param {string} hint */
  constructor(status, sentence, hint) {
    super(`${sentence} ${hint}`.trim());
    this.status = status;
    this.sentence = sentence;
    this.hint = hint;
  }
}

/** @param {string} url @param {unknown} body */
export function postJson(url, body) {
  return answer(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Send one file as it is. @param {string} url @param {Blob} blob */
export function postBytes(url, blob) {
  return answer(url, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: blob });
}

/** @param {string} url */
export function getJson(url) {
  return answer(url, {});
}

/** A page of ours as a document; its scripts do not run. @param {string} url */
export async function getPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  const text = await response.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!response.ok) throw new Problem(response.status, page.querySelector("h1")?.textContent ?? "Not shown.", "");
  return page;
}

async function answer(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: { Accept: "application/json", ...options.headers } });
  } catch {
    throw new Problem(0, "STORM DAT does not answer.", "If it was closed, start it again.");
  }
  const data = await response.json().catch(() => ({}));
  if (response.ok) return data;
  throw new Problem(response.status, data.error ?? `The request failed (${response.status}).`, data.hint ?? "");
}
