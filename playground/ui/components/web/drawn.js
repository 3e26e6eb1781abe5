// A figure's spec as it is drawn: its numbers unpacked once, its layout as a text that can be compared.

import { roundUp } from "./loss_axis.js";

const KINDS = { f4: Float32Array, f8: Float64Array, i4: Int32Array };
const known = new WeakMap();

/**
 * @typedef {object} Drawn
 * @property {object[]} traces Plotly's, with typed arrays for numbers
 * @property {object} layout Plotly's
 * @property {string} frame everything but the numbers, as a text: two of the same differ in their numbers only
 */

/** The figure of a part, unpacked. @param {{spec: string}} part @returns {Drawn} */
export function drawnOf(part) {
  if (!known.has(part)) {
    const { data, layout } = JSON.parse(part.spec);
    known.set(part, withFrame(data.map(unpacked), layout));
  }
  return known.get(part);
}

/** @param {object[]} traces @param {object} layout @returns {Drawn} */
export function withFrame(traces, layout) {
  const still = (layout.shapes ?? []).map((shape) => (shape.name === "cursor" ? "cursor" : shape));
  const bare = traces.map((trace) => {
    const numbers = trace.type === "heatmap" ? [...NUMBERS, "text"] : NUMBERS;
    return { ...trace, ...Object.fromEntries(numbers.map((name) => [name, undefined])) };
  });
  return { traces, layout, frame: JSON.stringify([bare, { ...layout, shapes: still }]) };
}

/** A copy of a figure's layout with the line of the cursor, if it has one, at this place. */
export function layoutAt({ layout }, cursor) {
  const copy = structuredClone(layout);
  for (const shape of copy.shapes ?? []) if (shape.name === "cursor") shape.x0 = shape.x1 = cursor ?? shape.x0;
  return copy;
}

/** A layout whose vertical range also holds the lines that are added; it grows in round steps. */
export function holding(layout, added) {
  const range = layout.yaxis?.range;
  if (!range) return layout;
  const shown = added.filter(({ visible = true }) => visible === true);
  const values = shown.flatMap(({ y }) => [...(y ?? [])].filter(Number.isFinite));
  const [low, high] = [Math.min(range[0], ...values), Math.max(range[1], ...values)];
  if (low === range[0] && high === range[1]) return layout;
  const span = range[1] - range[0];
  const room = (over) => (over > 0 ? span * roundUp(over / span) : 0);
  const wide = [range[0] - room(range[0] - low), range[1] + room(high - range[1])];
  return { ...layout, yaxis: { ...layout.yaxis, range: wide } };
}

/** What may differ from frame to frame without another look. */
const NUMBERS = ["x", "y", "z"];

function unpacked(trace) {
  const numbers = NUMBERS.filter((name) => trace[name]?.bdata !== undefined);
  return { ...trace, ...Object.fromEntries(numbers.map((name) => [name, arrayOf(trace[name])])) };
}

function arrayOf({ dtype, bdata, shape }) {
  const bytes = Uint8Array.from(atob(bdata), (sign) => sign.charCodeAt(0));
  const flat = new KINDS[dtype](bytes.buffer);
  if (!shape) return flat;
  const [rows, columns] = shape.split(",").map(Number);
  return Array.from({ length: rows }, (_, row) => flat.subarray(row * columns, (row + 1) * columns));
}

/** A figure between two of the same frame, `share` of the way from the first; the first where they are not alike. */
export function between(from, to, share) {
  if (share <= 0 || from.frame !== to.frame) return from;
  return { ...from, traces: from.traces.map((trace, at) => blended(trace, to.traces[at], share)) };
}

function blended(from, to, share) {
  const trace = { ...from };
  for (const name of NUMBERS) if (isNumbers(from[name])) trace[name] = mixed(from[name], to[name], share);
  return trace;
}

const isNumbers = (values) => ArrayBuffer.isView(values) || (Array.isArray(values) && ArrayBuffer.isView(values[0]));

function mixed(from, to, share) {
  if (!to || from.length !== to.length) return from;
  if (Array.isArray(from)) return from.map((row, at) => mixed(row, to[at], share));
  const values = new Float32Array(from.length);
  for (let at = 0; at < values.length; at++) values[at] = from[at] + share * (to[at] - from[at]);
  return values;
}
