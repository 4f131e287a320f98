/** Check the same files again: in the same way, by another profile, with other lists. */

import { postJson } from "../../static/js/api.js";
import { native, pick, takes, upload } from "../../static/js/inbox.js";
import { announce, element, report } from "../../static/js/say.js";

const dialog = document.querySelector("[data-again-dialog]");
const part = (name) => dialog.querySelector(`[data-again-${name}]`);
const form = part("form");
const select = part("profile");
const address = document.querySelector("[data-check-again]").dataset.checkAgain;

function about() {
  part("about").textContent = select.selectedOptions[0]?.dataset.about ?? "";
}

function useProfile({ token, names }) {
  select.querySelector("[data-file]")?.remove();
  const option = element("option", { value: "", textContent: names[0], selected: true });
  option.dataset.file = token;
  option.dataset.about = "A profile file, for this check.";
  select.append(option);
  about();
  select.focus();
}

function addLists({ token, names }) {
  const box = element("input", { type: "checkbox", name: "list", value: token, checked: true });
  const label = element("label", { className: "choice" }, box, element("span", { className: "word", textContent: names.join(", ") }));
  part("none")?.remove();
  part("lists").append(label);
  box.focus();
  announce(`${names.join(", ")} added`);
}

const TAKEN = { profile: useProfile, lists: addLists };

async function choose(kind) {
  if (!native) { document.querySelector(`[data-again-input=${kind}]`).click(); return; }
  const delivery = await pick(kind);
  if (delivery) TAKEN[kind](delivery);
}

function wanted() {
  const told = new FormData(form);
  const numbers = (name) => told.getAll(name).map(Number);
  return {
    profile: select.value,
    profile_file: select.selectedOptions[0]?.dataset.file ?? "",
    used: numbers("used"),
    kept: numbers("kept"),
    lists: told.getAll("list"),
  };
}

async function start(body) {
  location.assign((await postJson(address, body)).url);
}

function fail(problem) {
  part("error").textContent = problem.message;
  part("error").hidden = false;
  part("go").disabled = false;
}

document.querySelector("[data-check-again]").addEventListener("click", () => { about(); dialog.showModal(); select.focus(); });
document.querySelectorAll("[data-again-with]").forEach((button) => button.addEventListener("click", async () => {
  button.disabled = true;
  try { await start({ profile: button.dataset.againWith }); } catch (problem) { button.disabled = false; report(problem); }
}));
select.addEventListener("change", about);
dialog.querySelectorAll("[data-again-pick]").forEach((button) => button.addEventListener("click", () => {
  choose(button.dataset.againPick).catch(fail);
}));
document.querySelectorAll("[data-again-input]").forEach((input) => input.addEventListener("change", () => {
  const kind = input.dataset.againInput;
  const files = [...input.files].filter((file) => takes(kind, file));
  input.value = "";
  if (!files.length) { fail(new Error("There was nothing among them that can be used here.")); return; }
  upload(kind, files).then(TAKEN[kind]).catch(fail);
}));
part("close").addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  part("error").hidden = true;
  part("go").disabled = true;
  start(wanted()).catch(fail);
});
