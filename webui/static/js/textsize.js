/** Text size in steps to 200 %, kept in the settings: a window of ours has no storage of its own. */

import { postJson } from "./api.js";
import { announce, report } from "./say.js";

const STEPS = [100, 112, 125, 150, 175, 200];
const root = document.documentElement;
let saved = Promise.resolve();
/** Steps that follow each other quickly are saved one after the other, so that the last one stays. */

/** @param {number} by steps, 0 for the usual size */
export async function stepText(by) {
  const now = STEPS.indexOf(Number(root.dataset.text));
  const size = by === 0 ? 100 : STEPS[Math.min(Math.max(now + by, 0), STEPS.length - 1)];
  root.dataset.text = size;
  document.querySelector("[data-text-now]").textContent = `${size} %`;
  announce(`Text size ${size} percent`);
  const save = () => postJson(document.body.dataset.settingsUrl, { changes: { text_size: size } }).catch(report);
  saved = saved.then(save);
  await saved;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-text-step]");
  if (button) stepText(Number(button.dataset.textStep));
});
