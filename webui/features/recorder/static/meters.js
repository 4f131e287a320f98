/** Level meters: a bar, and the same in words. */

const QUIETEST = -60;
const HOT = -3;

/** @param {HTMLElement} place @param {{state: string, sources: object[]}} now */
export function showSources(place, now) {
  for (const box of place.children) {
    const source = now.sources.find(({ role }) => role === box.dataset.source);
    box.hidden = !source;
    if (source) show(box, source);
  }
}

function show(box, source) {
  box.querySelector("[data-device]").textContent = source.device;
  const trouble = box.querySelector("[data-trouble]");
  trouble.hidden = !source.trouble;
  if (trouble.textContent !== source.trouble) trouble.textContent = source.trouble;
  const meter = box.querySelector("[data-meter]");
  box.querySelector("[data-level-text]").textContent = meter ? level(meter, source) : source.alive ? "live" : "gone";
}

function level(meter, source) {
  const db = Math.max(QUIETEST, Math.min(0, Math.round(source.level_db)));
  const words = source.alive ? (db <= QUIETEST ? "silent" : `${String(db).replace("-", "−")} dB`) : "gone";
  meter.setAttribute("aria-valuenow", db);
  meter.setAttribute("aria-valuetext", words);
  meter.classList.toggle("hot", db >= HOT);
  meter.firstElementChild.style.transform = `scaleX(${1 - db / QUIETEST})`;
  return db >= HOT ? `${words}, too loud` : words;
}
