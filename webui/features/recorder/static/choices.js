/** The form: what to record. */

import { postJson } from "../../static/js/api.js";
import { element, svg } from "../../static/js/say.js";
import { drawRegion, followRegion } from "./region.js";

const form = document.querySelector("[data-choices]");
const field = (name) => form.elements[name];
const faults = form.querySelector("[data-marking-faults]");

/** What the form says, as the server takes it. */
export function choices() {
  const picture = field("picture").value;
  const number = (name) => Math.round(Number(field(name).value));
  const region = picture === "region" ? { left: number("left"), top: number("top"), width: number("width"), height: number("height") } : null;
  return {
    title: field("title").value.trim(),
    marking: field("marking").value.trim(),
    picture: picture.startsWith("monitor-") ? "monitor" : picture,
    monitor: picture.startsWith("monitor-") ? Number(picture.slice(8)) : 1,
    monitor_id: form.querySelector("[name=picture]:checked")?.dataset.id ?? "",
    region,
    frame_rate: Number(field("frame_rate")?.value ?? 15),
    cursor: field("cursor")?.checked ?? true,
    microphone: field("microphone").value,
    system: field("system").value,
    live: field("live")?.checked ?? false,
    language: field("language")?.value ?? "",
  };
}

/** @param {boolean} locked while a recording runs nothing can be chosen */
export function lock(locked) {
  form.querySelector("[data-choices-set]").disabled = locked;
}

/** Hear of changes of what is measured. @param {() => void} changed */
export function listen(changed) {
  form.addEventListener("change", ({ target }) => {
    if (["picture", "left", "top", "width", "height"].includes(target.name)) show();
    if (target.name === "marking") judge();
    else if (target.name !== "title") changed();
  });
}

function show() {
  const region = form.querySelector("[data-region]");
  if (!region) return;
  region.hidden = field("picture").value !== "region";
  form.querySelector("[data-picture-options]").hidden = field("picture").value === "none";
  if (!region.hidden) drawRegion(form);
}

/** Say what is wrong with the marking. It is the person's to decide: nothing is refused. */
async function judge() {
  const text = field("marking").value.trim();
  const told = text ? await postJson(document.querySelector("[data-recorder]").dataset.markingUrl, { text }).catch(() => null) : null;
  faults.replaceChildren(...(told?.faults ?? []).map((words) => element("li", {}, svg("s-warning"), element("span", { textContent: words }))));
}

function refresh() {
  form.querySelectorAll("[data-thumbnail]").forEach((image) => { image.src = `${image.src.split("?")[0]}?at=${Date.now()}`; });
  drawRegion(form);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("[data-refresh]")?.addEventListener("click", refresh);
form.querySelectorAll("[data-thumbnail]").forEach((image) => {
  image.addEventListener("error", () => { image.alt = "no picture"; });
});
followRegion(form);
show();
judge();
