/** A part of the screen, dragged on a small picture of all screens. The number fields do the same without a mouse. */

const WIDTH = 640;

/** @param {HTMLFormElement} form */
export function drawRegion(form) {
  const canvas = form.querySelector("[data-region-canvas]");
  if (!canvas) return;
  const whole = area(canvas);
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * whole.height) / whole.width);
  const image = new Image();
  image.onload = () => { canvas.picture = image; paint(form, canvas); };
  image.src = `${canvas.dataset.src}?at=${Date.now()}`;
  paint(form, canvas);
}

/** @param {HTMLFormElement} form */
export function followRegion(form) {
  const canvas = form.querySelector("[data-region-canvas]");
  if (!canvas) return;
  let from = null;
  canvas.addEventListener("pointerdown", (event) => { from = place(canvas, event); canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => { if (from) choose(form, canvas, from, place(canvas, event)); });
  canvas.addEventListener("pointerup", () => {
    if (from) form.elements.width.dispatchEvent(new Event("change", { bubbles: true }));
    from = null;
  });
}

const area = ({ dataset }) => ({ left: Number(dataset.left), top: Number(dataset.top), width: Number(dataset.width), height: Number(dataset.height) });

function place(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const whole = area(canvas);
  const inside = (value) => Math.min(Math.max(value, 0), 1);
  return {
    x: whole.left + inside((event.clientX - box.left) / box.width) * whole.width,
    y: whole.top + inside((event.clientY - box.top) / box.height) * whole.height,
  };
}

function choose(form, canvas, one, other) {
  const even = (value) => Math.max(16, 2 * Math.round(value / 2));
  form.elements.left.value = Math.round(Math.min(one.x, other.x));
  form.elements.top.value = Math.round(Math.min(one.y, other.y));
  form.elements.width.value = even(Math.abs(one.x - other.x));
  form.elements.height.value = even(Math.abs(one.y - other.y));
  paint(form, canvas);
}

function paint(form, canvas) {
  const pen = canvas.getContext("2d");
  const whole = area(canvas);
  const scale = canvas.width / whole.width;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (canvas.picture) pen.drawImage(canvas.picture, 0, 0, canvas.width, canvas.height);
  const [left, top, width, height] = ["left", "top", "width", "height"].map((name) => Number(form.elements[name].value));
  const box = [(left - whole.left) * scale, (top - whole.top) * scale, width * scale, height * scale];
  for (const [colour, line] of [["#ffffff", 5], ["#000000", 2]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = line;
    pen.strokeRect(...box);
  }
}
