/** Check the same files again: those that have changed are read anew. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";

document.querySelector("[data-check-again]").addEventListener("click", async ({ currentTarget }) => {
  currentTarget.disabled = true;
  try {
    location.assign((await postJson(currentTarget.dataset.checkAgain, {})).url);
  } catch (problem) {
    currentTarget.disabled = false;
    report(problem);
  }
});
