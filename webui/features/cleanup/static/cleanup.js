/** Removes temporary files, and what the rules of retention let go; the page has already listed them. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { report } from "../../static/js/say.js";

const scratch = document.querySelector("[data-scratch]");
const rules = document.querySelector("[data-rules]");

async function remove(button, url, body) {
  button.disabled = true;
  try {
    location.assign((await postJson(url, body)).url);
  } catch (problem) {
    button.disabled = false;
    report(problem);
  }
}

scratch?.addEventListener("click", () => remove(scratch, scratch.dataset.scratch, {}));
rules?.addEventListener("click", async () => {
  const agreed = await confirmed({
    title: `Delete ${rules.dataset.what}?`,
    text: "They go for good, from the disk, the library and its backups; recordings with their files and transcripts. Documents, and files you saved, stay.",
    items: [...document.querySelectorAll("[data-expired]")].slice(0, 20).map((row) => row.dataset.expired),
    yes: "Delete",
  });
  if (agreed) await remove(rules, rules.dataset.rules, { seen: rules.dataset.seen });
  else rules.focus();
});
