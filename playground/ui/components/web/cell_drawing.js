// The drawing of a cell: its parts are made once, and then moved and given new values.

import { LAYOUTS, WIDTH } from "./cell_layouts.js";
import { printerFor, short } from "./cell_numbers.js";
import { put, shape } from "./dom.js";

const LARGEST = 1.3; // letters and boxes grow no further than this on a wide page
const HEAD = 8; // length of an arrowhead
const BEND = 9; // radius of a corner

/** The parts of the cell in `data`, in `svg`; `light` is called with the gate that is chosen. */
export function drawingOf(svg, data, light) {
  svg.replaceChildren();
  const layout = LAYOUTS[data.cell];
  const lines = layout.lines.map((line) => lineOf(svg, line, data));
  const nodes = Object.entries(layout.nodes).map(([name, node]) => nodeOf(svg, name, node, data, light));
  return { svg, layout, lines, nodes };
}

function lineOf(svg, line, data) {
  const group = shape("g", { class: "pg-cell-line", "aria-hidden": "true" }, svg);
  group.classList.toggle("is-quiet", Boolean(line.quiet));
  const path = shape("path", { class: "pg-cell-path" }, group);
  const head = line.plain ? null : shape("path", { class: "pg-cell-head" }, group);
  const label = line.text ? shape("text", { class: "pg-cell-text" }, svg) : null;
  label?.setAttribute("aria-hidden", "true");
  const name = label && line.name ? shape("tspan", { class: "pg-cell-name" }, label) : null;
  if (name) nameInto(name, line.name, data.words.before);
  const value = label && line.value ? shape("tspan", { class: "pg-cell-value" }, label) : null;
  if (value) value.dataset.value = line.value;
  return { line, group, path, head, label, name, value };
}

function nameInto(text, name, before) {
  const [letter, rest] = name.split("_");
  shape("tspan", { class: "pg-cell-letter" }, text).textContent = letter;
  if (rest) shape("tspan", { class: "pg-cell-before" }, text).textContent = ` ${before}`;
}

function nodeOf(svg, name, node, data, light) {
  const group = shape("g", { class: `pg-cell-node is-${node.kind}` }, svg);
  const { width, height } = node;
  if (node.kind === "dot") shape("circle", { class: "pg-cell-shape", r: 3.5 }, group);
  else if (node.kind === "op") shape("circle", { class: "pg-cell-shape", r: width / 2 }, group);
  else {
    const place = { x: -width / 2, y: -height / 2, width, height, rx: node.kind === "gate" ? 12 : 9 };
    shape("rect", { class: "pg-cell-shape", ...place }, group);
  }
  const said = (text) => (text === "squash" ? data.squash : text);
  const middle = { "text-anchor": "middle", "aria-hidden": "true" };
  if (node.label) {
    const letter = shape("text", { class: "pg-cell-label", y: node.squash ? -2 : 5, ...middle }, group);
    letter.textContent = said(node.label);
  }
  if (node.squash) {
    shape("text", { class: "pg-cell-squash", y: 15, ...middle }, group).textContent = said(node.squash);
  }
  if (node.kind === "gate") {
    group.style.setProperty("--pg-gate", data.colours[name] ?? data.colour);
    button(group, name, light);
  }
  return { name, node, group };
}

function button(group, name, light) {
  put(group, { role: "button", tabindex: 0, "aria-pressed": false });
  group.dataset.gate = name;
  group.addEventListener("click", () => light(name));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    light(name);
  });
}

/** Put the parts where they belong on a page `room` pixels wide. */
export function place(drawing, room) {
  const zoom = Math.min(Math.max(room / WIDTH, 1), LARGEST);
  const width = Math.max(room / zoom, WIDTH);
  const { layout, svg } = drawing;
  svg.setAttribute("viewBox", `0 0 ${width} ${layout.height}`);
  const stretch = width / WIDTH;
  for (const { node, group } of drawing.nodes) {
    group.setAttribute("transform", `translate(${node.x * stretch} ${node.y})`);
  }
  for (const one of drawing.lines) placeLine(one, layout.nodes, stretch);
}

function placeLine({ line, path, head, label, name, value }, nodes, stretch) {
  const points = line.path.map((stop) => {
    const { x, y } = typeof stop === "string" ? nodes[stop] : { x: stop[0], y: stop[1] };
    return [x * stretch, y];
  });
  const last = points.length - 1;
  points[0] = outside(nodes[line.path[0]], points[0], points[1], 0);
  const tip = outside(nodes[line.path[last]], points[last], points[last - 1], head ? 2 : 0);
  points[last] = head ? outside(undefined, tip, points[last - 1], HEAD - 2) : tip;
  path.setAttribute("d", rounded(points));
  if (head) head.setAttribute("d", arrow(tip, points[last]));
  if (!label) return;
  const [x, y, align] = line.text;
  const at = align === "beside" ? x * stretch + 8 : x * stretch;
  put(label, { "text-anchor": align === "beside" ? "start" : align, x: at, y });
  if (!name || !value) return;
  if (align === "beside") return value.setAttribute("dx", 6);
  name.setAttribute("y", y - 17);
  put(value, { x: at, y });
}

/** The point `gap` outside the part at `from`, on the way to `to`. */
function outside(node, from, to, gap) {
  const [dx, dy] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
  const x = (node?.width ?? 0) / 2 + gap;
  const y = (node?.height ?? 0) / 2 + gap;
  return [from[0] + dx * x, from[1] + dy * y];
}

function rounded(points) {
  const steps = points.map((point, at) => {
    if (at === 0) return `M${point}`;
    if (at === points.length - 1) return `L${point}`;
    const before = outside(undefined, point, points[at - 1], BEND);
    return `L${before} Q${point} ${outside(undefined, point, points[at + 1], BEND)}`;
  });
  return steps.join(" ");
}

function arrow([x, y], from) {
  const [dx, dy] = [Math.sign(x - from[0]), Math.sign(y - from[1])];
  const [backX, backY] = [x - dx * HEAD, y - dy * HEAD];
  return `M${x} ${y} L${backX - dy * 5} ${backY - dx * 5} L${backX + dy * 5} ${backY + dx * 5} Z`;
}

/** Give every line the value it has now; `most` is the largest it has at any time step. */
export function paint(drawing, now, most) {
  const printers = {};
  for (const sums of drawing.layout.products) {
    const print = printerFor(sums, now);
    for (const name of sums.flatMap(({ of }) => of)) printers[name] = print;
  }
  for (const { line, group, value } of drawing.lines) {
    if (!line.value) continue;
    const known = Number.isFinite(now[line.value]);
    const share = known ? Math.abs(now[line.value]) / most[line.value] : 0;
    group.style.setProperty("--share", share.toFixed(4));
    if (value) value.textContent = known ? (printers[line.value] ?? short)(now[line.value]) : "";
  }
}

/** Light one gate with its lines, or none. */
export function lighten(drawing, gate) {
  drawing.svg.classList.toggle("has-lit", Boolean(gate));
  for (const { line, group, label } of drawing.lines) {
    for (const part of [group, label]) part?.classList.toggle("is-lit", line.gates.includes(gate));
  }
  for (const { name, node, group } of drawing.nodes) {
    if (node.kind !== "gate") continue;
    group.classList.toggle("is-lit", name === gate);
    group.setAttribute("aria-pressed", String(name === gate));
  }
}
