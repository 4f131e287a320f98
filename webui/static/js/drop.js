/** Files dropped anywhere on the window. What is not caught here would leave the page. */

import { check, dropped, native, placed, takes, upload } from "./inbox.js";
import { message, report } from "./say.js";

const hint = document.querySelector("[data-drophint]");
/** By zone: what to say when nothing that it takes was dropped. */
const ZONES = {
  documents: "There was no Word, Excel, PowerPoint, PDF, HTML or text file among what was dropped.",
  lists: "An acronym list is an Excel workbook, a CSV or text file, or a Word document with a table.",
  media: "There was no audio or video file among what was dropped.",
  models: "A model pack is sent as its zip archive.",
};
let busy = false;

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const editable = (event) => !carriesFiles(event) && event.target.closest?.("input, textarea");

function over(event) {
  if (editable(event)) return;
  event.preventDefault();
  const zone = event.target.closest?.("[data-drop]");
  event.dataTransfer.dropEffect = carriesFiles(event) && zone && !busy ? "copy" : "none";
  document.querySelectorAll("[data-drop].over").forEach((old) => old !== zone && old.classList.remove("over"));
  if (zone && zone !== document.body) zone.classList.add("over");
  hint.hidden = !(carriesFiles(event) && zone === document.body) || busy;
}

function clear() {
  hint.hidden = true;
  document.querySelectorAll("[data-drop].over").forEach((zone) => zone.classList.remove("over"));
}

async function drop(event) {
  if (editable(event)) return;
  event.preventDefault();
  clear();
  const zone = event.target.closest?.("[data-drop]")?.dataset.drop;
  const files = event.dataTransfer.files;
  if (!zone || !files.length || busy || document.querySelector("dialog[open]")) return;
  busy = true;
  try {
    await take(zone, event.dataTransfer, files);
  } catch (problem) { report(problem); }
  busy = false;
}

async function take(zone, transfer, files) {
  if (native) globalThis.chrome?.webview?.postMessageWithAdditionalObjects?.("FilesDropped", files);
  const list = [...files];
  const delivery = native ? await dropped(zone, list) : await sent(zone, transfer);
  if (!delivery) return;
  if (zone === "documents") await check([delivery.token]);
  else document.dispatchEvent(new CustomEvent("storm:delivered", { detail: { zone, delivery } }));
}

async function sent(zone, transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const all = (await Promise.all(entries.map(inside))).flat();
  const files = all.filter((file) => takes(zone, file));
  if (!files.length && zone === "documents") {
    const media = all.filter((file) => takes("media", file));
    if (media.length) return upload("media", media, undefined, all.filter((file) => !takes("media", file)));
  }
  if (!files.length) {
    message(ZONES[zone], "warning");
    return null;
  }
  message(`Taking in ${files.length === 1 ? files[0].name : `${files.length} files`}…`);
  return upload(zone, zone === "media" ? all : files, undefined, zone === "documents" ? all.filter((file) => !takes(zone, file)) : []);
}

/** @param {FileSystemEntry|File} entry @returns {Promise<File[]>} */
async function inside(entry) {
  if (entry instanceof File) return [entry];
  if (entry.isFile) return [placed(await new Promise((resolve, reject) => entry.file(resolve, reject)), entry.fullPath)];
  const reader = entry.createReader();
  const found = [];
  for (let some = [null]; some.length;) {
    some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    found.push(...some);
  }
  return (await Promise.all(found.map(inside))).flat();
}

document.addEventListener("dragover", over);
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) clear(); });
document.addEventListener("drop", drop);
