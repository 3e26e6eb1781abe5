// A line to bend: take the nearest point, or walk along the points with the arrow keys.

import { component, onResize } from "./component.js";
import { element, put, shape } from "./dom.js";

const LEFT = 44;
const RIGHT = 12;
const EDGE = 12;
const PATIENCE = 600; // ms without a key before the numbers are sent

export default component({
  tag: "div",
  name: "pg-editor",
  build,
  update,
  end: (editor) => clearTimeout(editor.timer),
});

function build(editor) {
  const { root } = editor;
  const label = element("div", "pg-editor-label", root);
  const svg = shape("svg", { class: "pg-editor-drawing", role: "group" }, root);
  const grid = shape("g", { class: "pg-editor-grid", "aria-hidden": "true" }, svg);
  const line = shape("polyline", { class: "pg-editor-line" }, svg);
  const dots = shape("g", {}, svg);
  const help = element("div", "pg-editor-help", root);
  const value = element("output", "pg-editor-value", root);
  Object.assign(editor, { label, svg, grid, line, dots, help, value, values: [], at: 0, dragged: null });
  svg.addEventListener("pointerdown", (event) => take(editor, event));
  svg.addEventListener("pointermove", (event) => drag(editor, event));
  svg.addEventListener("pointerup", () => release(editor));
  svg.addEventListener("pointercancel", () => release(editor));
  svg.addEventListener("keydown", (event) => key(editor, event));
  onResize(editor, svg, paint);
}

/** New numbers from the page replace the drawn ones, but not under a hand. */
function update(editor, data) {
  editor.label.textContent = data.label;
  editor.help.textContent = data.helpText;
  editor.svg.setAttribute("aria-label", data.label);
  editor.svg.style.height = `${data.height}px`;
  const numbers = JSON.stringify([data.values, data.low, data.high]);
  if (numbers !== editor.agreed && editor.dragged === null && !editor.timer) {
    editor.agreed = numbers;
    editor.values = [...data.values];
    handles(editor);
  }
  paint(editor);
}

function handles(editor) {
  while (editor.dots.childElementCount > editor.values.length) editor.dots.lastChild.remove();
  while (editor.dots.childElementCount < editor.values.length) {
    const handle = { class: "pg-editor-dot", role: "slider", tabindex: -1, "aria-orientation": "vertical" };
    const dot = shape("circle", handle, editor.dots);
    const place = editor.dots.childElementCount - 1;
    dot.addEventListener("focus", () => choose(editor, place));
  }
  choose(editor, Math.min(editor.at, editor.values.length - 1));
}

function choose(editor, place) {
  editor.dots.children[editor.at]?.setAttribute("tabindex", -1);
  editor.at = place;
  editor.dots.children[place].setAttribute("tabindex", 0);
  tell(editor);
}

function paint(editor) {
  const { width, height } = editor.svg.getBoundingClientRect();
  if (!width || !editor.values.length) return;
  editor.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  editor.size = { width, height };
  const { low, high } = editor.given.data;
  lines(editor, width, [high, (low + high) / 2, low]);
  const radius = Math.max(2.5, Math.min(7, ((width - LEFT - RIGHT) / editor.values.length) * 0.4));
  const places = editor.values.map((value, place) => [xOf(editor, place), yOf(editor, value)]);
  editor.line.setAttribute("points", places.map((place) => place.join(",")).join(" "));
  places.forEach(([x, y], place) => {
    const dot = editor.dots.children[place];
    put(dot, { cx: x, cy: y, r: radius });
    describe(editor, dot, place);
  });
}

function lines(editor, width, levels) {
  editor.grid.replaceChildren();
  for (const level of levels) {
    const y = yOf(editor, level);
    shape("line", { x1: LEFT, x2: width - RIGHT, y1: y, y2: y }, editor.grid);
    shape("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, editor.grid).textContent = short(level);
  }
}

function describe(editor, dot, place) {
  const { low, high, pointText } = editor.given.data;
  const now = short(editor.values[place]);
  const label = pointText.replace("{t}", place + 1);
  put(dot, { "aria-label": label, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": now });
}

function take(editor, event) {
  if (event.button !== 0) return;
  event.preventDefault();
  const { x } = position(editor, event);
  const room = (editor.size.width - LEFT - RIGHT) / Math.max(editor.values.length - 1, 1);
  const place = Math.round((x - LEFT) / room);
  editor.dragged = Math.min(Math.max(place, 0), editor.values.length - 1);
  editor.svg.setPointerCapture(event.pointerId);
  editor.dots.children[editor.dragged].focus({ preventScroll: true });
  drag(editor, event);
}

function drag(editor, event) {
  if (editor.dragged === null) return;
  const { low, high } = editor.given.data;
  const share = (position(editor, event).y - EDGE) / (editor.size.height - 2 * EDGE);
  set(editor, editor.dragged, high - share * (high - low));
}

function release(editor) {
  if (editor.dragged === null) return;
  editor.dragged = null;
  send(editor);
}

function key(editor, event) {
  const { low, high } = editor.given.data;
  const last = editor.values.length - 1;
  const places = { ArrowLeft: editor.at - 1, ArrowRight: editor.at + 1, Home: 0, End: last };
  const little = ((high - low) / 100) * (event.shiftKey ? 10 : 1);
  const moves = { ArrowUp: little, ArrowDown: -little, PageUp: (high - low) / 10, PageDown: (low - high) / 10 };
  if (event.key in places) {
    editor.dots.children[Math.min(Math.max(places[event.key], 0), last)].focus();
  } else if (event.key in moves) {
    set(editor, editor.at, editor.values[editor.at] + moves[event.key]);
    clearTimeout(editor.timer);
    editor.timer = setTimeout(() => send(editor), PATIENCE);
  } else {
    return;
  }
  event.preventDefault();
}

function set(editor, place, value) {
  const { low, high } = editor.given.data;
  const held = Math.min(Math.max(value, low), high);
  editor.values[place] = Number(held.toPrecision(6));
  tell(editor);
  paint(editor);
}

function send(editor) {
  clearTimeout(editor.timer);
  editor.timer = null;
  const { low, high } = editor.given.data;
  const numbers = JSON.stringify([editor.values, low, high]);
  if (numbers === editor.agreed) return;
  editor.agreed = numbers; // the page hands the same numbers back
  editor.given.setTriggerValue("change", [...editor.values]);
}

function tell(editor) {
  const { pointText } = editor.given.data;
  editor.value.textContent = `${pointText.replace("{t}", editor.at + 1)}: ${short(editor.values[editor.at])}`;
}

const xOf = (editor, place) =>
  LEFT + (place * (editor.size.width - LEFT - RIGHT)) / Math.max(editor.values.length - 1, 1);

function yOf(editor, value) {
  const { low, high } = editor.given.data;
  return EDGE + ((high - value) / (high - low)) * (editor.size.height - 2 * EDGE);
}

function position(editor, event) {
  const box = editor.svg.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

const short = (value) => String(Number(value.toPrecision(3)));
