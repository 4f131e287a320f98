/** Model packs: import, check, remove, measure. */

import { postJson } from "../../static/js/api.js";
import { confirmed } from "../../static/js/confirm.js";
import { native, pick, upload } from "../../static/js/inbox.js";
import { message, report } from "../../static/js/say.js";
import { follow, panelFor } from "./jobs.js";

const root = document.querySelector("[data-models]");
const place = root.querySelector("[data-bring-url]");
const work = root.querySelector("[data-work]");
const input = document.querySelector("[data-input=models]");

async function run(url, body, title, done) {
  const panel = panelFor(await postJson(url, body), title);
  work.replaceChildren(panel);
  follow(panel, (job) => {
    panel.remove();
    if (job.state === "done") done();
  });
}

const bring = (token) => run(place.dataset.bringUrl, { pack: token }, "Installing", () => location.reload());

async function choose(kind) {
  if (!native) { input.click(); return; }
  const picked = await pick(kind);
  if (picked) await bring(picked.token);
}

async function remove({ dataset }) {
  const agreed = await confirmed({
    title: `Remove the model ${dataset.remove}?`,
    text: "It goes from this computer; bring its pack again to have it back. Transcripts made with it stay.",
    items: [`${dataset.remove} (${dataset.about})`],
    yes: "Remove",
  });
  if (!agreed) return;
  await postJson(root.dataset.removeUrl, { name: dataset.remove });
  location.reload();
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const { pick: kind, verify, remove: gone } = button?.dataset ?? {};
  if (kind) choose(kind).catch(report);
  else if (verify) run(root.dataset.verifyUrl, { name: verify }, `Checking ${verify}`, () => message(`${verify} is whole: every byte is as its manifest says.`)).catch(report);
  else if (gone) remove(button).catch(report);
});
document.querySelector("[data-measure]")?.addEventListener("click", ({ currentTarget }) =>
  run(currentTarget.dataset.url, {}, "Measuring", () => location.reload()).catch(report));
input.addEventListener("change", () => {
  if (input.files.length) upload("models", [...input.files]).then(({ token }) => bring(token)).catch(report);
});
document.addEventListener("storm:delivered", ({ detail }) => {
  if (detail.zone === "models") bring(detail.delivery.token).catch(report);
});
work.querySelectorAll("[data-job]").forEach((panel) => follow(panel, () => location.reload()));
