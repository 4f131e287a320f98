/** Saves what was changed, and only that. */

import { postJson } from "../../static/js/api.js";
import { report } from "../../static/js/say.js";

const form = document.querySelector("[data-settings]");
const error = form.querySelector("[data-settings-error]");

function changes() {
  const found = {};
  form.querySelectorAll("[data-field]").forEach((field) => {
    const { field: name, kind } = field.dataset;
    if (kind === "many") {
      const boxes = [...field.querySelectorAll("input:not(:disabled)")];
      if (boxes.some((box) => box.checked !== box.defaultChecked)) found[name] = boxes.filter((box) => box.checked).map((box) => box.value);
      return;
    }
    const control = field.querySelector("input, select");
    if (control.disabled || kind === "shown") return;
    if (kind === "yes") { if (control.checked !== control.defaultChecked) found[name] = control.checked; return; }
    const stays = "stays" in (control.selectedOptions?.[0]?.dataset ?? {});
    if (control.value !== control.dataset.was && !stays) found[name] = control.value;
  });
  return found;
}

function check() {
  const bad = [...form.querySelectorAll("input[type=number]")].find((input) => !input.disabled && !input.checkValidity());
  form.querySelectorAll(".bad").forEach((field) => field.classList.remove("bad"));
  if (!bad) return true;
  const label = form.querySelector(`label[for=${bad.id}]`).textContent;
  bad.closest("[data-field]").classList.add("bad");
  bad.setAttribute("aria-invalid", "true");
  show(`“${label}” must be a whole number from ${bad.min} to ${bad.max}.`);
  bad.focus();
  return false;
}

function show(text) {
  error.textContent = text;
  error.hidden = false;
}

async function save(wanted) {
  try {
    const { url } = await postJson(form.dataset.url, { changes: wanted });
    location.assign(url);
  } catch (problem) { show(problem.message); }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (check()) save(changes());
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-default]");
  if (button) save({ [button.dataset.default]: null }).catch(report);
});
