/** Deletes recordings after one clear question. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { element } from "../../static/js/say.js";

/**
 * @param {string} url
 * @param {{id: string, words: string}[]} chosen
 * @returns {Promise<boolean>} whether they are gone
 */
export async function removed(url, chosen) {
  const what = chosen.length === 1 ? "this recording" : `these ${chosen.length} recordings`;
  const keep = element("input", { type: "checkbox" });
  const agreed = await confirmed({
    title: `Delete ${what}?`,
    text: "Picture, sound, still pictures, markers and transcripts go for good, from the disk, the library and its backups. Copies you made elsewhere stay.",
    items: chosen.slice(0, 20).map(({ words }) => words),
    extra: element("label", { className: "choice" }, keep, "Keep the transcripts, with the markers in them"),
    yes: "Delete",
  });
  if (!agreed) return false;
  await postJson(url, { recordings: chosen.map(({ id }) => id), keep_text: keep.checked });
  return true;
}
