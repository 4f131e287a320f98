/** Deletes recordings after one clear question. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";

/**
 * @param {string} url
 * @param {{id: string, words: string}[]} chosen
 * @returns {Promise<boolean>} whether they are gone
 */
export async function removed(url, chosen) {
  const what = chosen.length === 1 ? "this recording" : `these ${chosen.length} recordings`;
  const agreed = await confirmed({
    title: `Delete ${what}?`,
    text: "Picture, sound, still pictures, markers and transcripts go for good, from the disk, the library and its backups. Copies you made elsewhere stay.",
    items: chosen.slice(0, 20).map(({ words }) => words),
    yes: "Delete",
  });
  if (!agreed) return false;
  await postJson(url, { recordings: chosen.map(({ id }) => id) });
  return true;
}
