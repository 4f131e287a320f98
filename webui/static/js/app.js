/** What every page does: announcements, messages, keys, text size, drops. */

import "./drop.js";
import "./find.js";
import "./onair.js";
import "./shortcuts.js";
import "./textsize.js";
import { postJson } from "./api.js";
import { report } from "./say.js";

document.addEventListener("click", async (event) => {
  const target = event.target.closest?.("[data-print], [data-reveal]");
  if (!target) return;
  if ("print" in target.dataset) print();
  else await postJson(target.dataset.reveal, {}).catch(report);
});
