/** The start page: choose, drop, send; lists and profile for the next check. */

import { postJson } from "../../static/js/api.js";
import { check, native, options, pick, takes, upload } from "../../static/js/inbox.js";
import { announce, element, report } from "../../static/js/say.js";

const home = document.querySelector("[data-home]");
const lists = home.querySelector("[data-lists]");
const select = home.querySelector("[data-profile]");
const about = home.querySelector("[data-profile-about]");
const arriving = home.querySelector("[data-arriving]");

function showLists() {
  lists.replaceChildren(...options.lists.map(listItem));
  const none = home.querySelector("[data-no-lists]");
  if (none) none.hidden = options.lists.length > 0;
}

function listItem({ token, name }) {
  const remove = element("button", { type: "button", className: "quiet", textContent: "Remove" });
  remove.setAttribute("aria-label", `Remove ${name}`);
  remove.addEventListener("click", () => {
    options.lists = options.lists.filter((list) => list.token !== token);
    showLists();
    home.querySelector("[data-pick=lists]")?.focus();
    announce(`${name} removed`);
  });
  return element("li", {}, element("span", { textContent: name }), ...(native ? [keeper(token, name)] : []), remove);
}

/** The button that keeps a list for every check from now on. */
function keeper(token, name) {
  const button = element("button", { type: "button", className: "quiet", textContent: "Keep" });
  button.title = "Use it in every check from now on";
  button.setAttribute("aria-label", `Keep ${name} for every check`);
  button.addEventListener("click", async () => {
    try {
      await postJson(home.dataset.keepUrl, { token });
      options.lists = options.lists.filter((list) => list.token !== token);
      location.reload();
    } catch (problem) { report(problem); }
  });
  return button;
}

home.querySelectorAll("[data-drop-list]").forEach((button) => button.addEventListener("click", async () => {
  try {
    await postJson(home.dataset.dropListUrl, { place: Number(button.dataset.dropList), name: button.dataset.name });
    location.reload();
  } catch (problem) { report(problem); }
}));

home.querySelectorAll("[data-site-list]").forEach((button) => button.addEventListener("click", async () => {
  const name = button.dataset.siteList;
  if (options.lists.some((list) => list.name === name)) return;
  try { addLists(await postJson(home.dataset.siteListUrl, { name })); } catch (problem) { report(problem); }
}));

function addLists({ token, names }) {
  options.lists = [...options.lists, { token, name: names.join(", ") }];
  showLists();
  announce(`${names.join(", ")} added`);
}

function showProfile() {
  const { name, file } = select.dataset.locked === undefined ? options.profile : { name: "", file: "" };
  select.querySelector("[data-file]")?.remove();
  if (file) {
    const option = element("option", { value: "", textContent: name, selected: true });
    option.dataset.about = "A profile file, for this window.";
    option.dataset.file = file;
    select.append(option);
  } else if (name && [...select.options].some((option) => option.value === name)) select.value = name;
  else options.profile = { name: "", file: "" }; // nothing chosen, or what is not offered any more
  about.textContent = select.selectedOptions[0]?.dataset.about ?? "";
}

select.addEventListener("change", () => {
  options.profile = { name: select.value, file: "" };
  showProfile();
});

function arrived(purpose, delivery) {
  if (!delivery) return null;
  if (purpose === "lists") return addLists(delivery);
  if (purpose === "profile") {
    options.profile = { name: delivery.names[0], file: delivery.token };
    return showProfile();
  }
  return check([delivery.token]);
}

const PURPOSES = { files: "documents", folder: "documents", lists: "lists", profile: "profile" };

async function choose(kind) {
  if (!native) { home.ownerDocument.querySelector(`[data-input=${kind}]`).click(); return; }
  await arrived(PURPOSES[kind], await pick(kind));
}

home.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) choose(button.dataset.pick).catch(report);
});

document.querySelectorAll("[data-input]").forEach((input) => input.addEventListener("change", async () => {
  const purpose = PURPOSES[input.dataset.input];
  const all = [...input.files];
  const files = all.filter((file) => takes(purpose, file));
  const others = purpose === "documents" ? all.filter((file) => !takes(purpose, file)) : [];
  input.value = "";
  if (!files.length) return report(new Error("There was nothing among them that can be used here."));
  arriving.hidden = purpose !== "documents";
  return upload(purpose, files, showArriving, others).then((delivery) => arrived(purpose, delivery)).catch(report)
    .finally(() => { arriving.hidden = true; });
}));

function showArriving(done, total, name) {
  const bar = arriving.querySelector("progress");
  bar.max = total;
  bar.value = done;
  arriving.querySelector("[data-arriving-note]").textContent = `Taking in ${name}`;
}

home.querySelector("[data-sample]").addEventListener("click", async () => {
  try {
    const { documents, lists: list } = await postJson(document.body.dataset.sampleUrl, {});
    await check([documents], [list]);
  } catch (problem) { report(problem); }
});

document.addEventListener("storm:delivered", (event) => arrived(event.detail.zone, event.detail.delivery));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "o") return;
  event.preventDefault();
  choose(event.shiftKey ? "folder" : "files").catch(report);
});
home.querySelector("[data-options]").addEventListener("submit", (event) => event.preventDefault());
showLists();
showProfile();
