/** Check the same files again by the profile that audits markings, from the page of markings. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";

document.querySelectorAll("[data-again-at]").forEach((button) => button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    location.assign((await postJson(button.dataset.againAt, { profile: button.dataset.againWith })).url);
  } catch (problem) {
    button.disabled = false;
    report(problem);
  }
}));
