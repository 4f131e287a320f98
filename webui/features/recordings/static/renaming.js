/** The dialog that gives a recording or a transcript another title. */

import { postJson } from "../../static/js/api.js";

const dialog = document.querySelector("[data-rename-dialog]");
const form = document.querySelector("[data-rename-form]");
const error = document.querySelector("[data-rename-error]");

async function rename() {
  await postJson(form.dataset.url, { title: form.querySelector("input").value.trim() });
  location.reload();
}

document.querySelector("[data-rename]").addEventListener("click", () => { dialog.showModal(); form.querySelector("input").select(); });
document.querySelector("[data-rename-cancel]").addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  rename().catch((problem) => { error.textContent = problem.message; error.hidden = false; });
});
