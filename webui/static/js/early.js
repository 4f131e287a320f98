/** Buttons and fields can be seen before the page's modules have run: what is done to them until then is kept,
 * and done when they have. A plain script in the head, so that it is there before the first of them. */

{
  const kept = [];
  const keep = (event) => {
    const button = event.target.closest?.("button");
    if (event.type === "change") kept.push([event.target, () => event.target.dispatchEvent(new Event("change", { bubbles: true }))]);
    else if (button && !kept.some(([target]) => target === button)) kept.push([button, () => button.click()]);
    if (event.type === "change" || button) { event.preventDefault(); event.stopImmediatePropagation(); }
  };
  const done = () => {
    for (const type of ["click", "change"]) removeEventListener(type, keep, true);
    for (const [target, again] of kept) if (target.isConnected) again();
  };
  for (const type of ["click", "change"]) addEventListener(type, keep, true);
  addEventListener("DOMContentLoaded", done, { once: true }); // modules have run by then
}
