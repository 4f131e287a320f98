/** Removes temporary files; the page has already listed them. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";

const button = document.querySelector("[data-scratch]");
button?.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const { url } = await postJson(button.dataset.scratch, {});
    location.assign(url);
  } catch (problem) {
    button.disabled = false;
    report(problem);
  }
});
