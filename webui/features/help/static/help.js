/** Copies the diagnostics. */

import { announce } from "../../static/js/say.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  text.focus();
  text.select();
  const copied = await navigator.clipboard?.writeText(text.value).then(() => true, () => false);
  announce(copied ? "Copied." : "Selected: press Ctrl+C to copy.");
  button.textContent = copied ? "Copied" : "Selected: press Ctrl+C";
});
