/** The page of a document's revisions: comparing with another file, and saving the report. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { native, pick } from "../../static/js/inbox.js";
import { message, report } from "../../static/js/say.js";

const form = document.querySelector("[data-compare]");
const link = document.querySelector("[data-report]");

async function compare() {
  const { url } = await postJson(form.dataset.url, { against: Number(form.elements.against.value) });
  window.location.assign(url);
}

async function save() {
  const folder = await pick("output");
  const told = { against: Number(link.dataset.against), folder: folder?.token };
  if (folder) message((await postJson(link.dataset.url, told)).said);
}

async function drop({ dataset }) {
  const yes = await confirmed({ title: "Drop this comment?", text: "It goes from this revision for good; the earlier one keeps it.", items: [], yes: "Drop" });
  if (!yes) return;
  await postJson(dataset.url, { finding: Number(dataset.drop) });
  window.location.reload();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-drop]");
  if (button) drop(button).catch(report);
});
form.addEventListener("submit", (event) => { event.preventDefault(); compare().catch(report); });
if (link && native) link.addEventListener("click", (event) => { event.preventDefault(); save().catch(report); });
