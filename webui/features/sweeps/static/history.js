/** Choosing sweeps and deleting them: asks once, and says what goes. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { choosing } from "../../static/js/ticks.js";

const button = document.querySelector("[data-delete]");

choosing(document.querySelector("[data-sweeps]"), button, async (ticked) => {
  const what = ticked.length === 1 ? "this sweep" : `these ${ticked.length} sweeps`;
  const agreed = await confirmed({
    title: `Delete ${what}?`,
    text: "Findings and excerpts go for good, from the library and its backups. The documents, and files you saved, stay.",
    items: ticked.slice(0, 20).map((tick) => `${tick.dataset.title} (${tick.dataset.about})`),
    yes: "Delete",
  });
  if (agreed) await postJson(button.dataset.url, { sweeps: ticked.map((tick) => Number(tick.value)) });
  return agreed;
});
