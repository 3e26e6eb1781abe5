// The network unrolled in time: inputs enter the cell from below, states are colours, an answer comes out.

import { component, onResize } from "./component.js";
import { element, put, say, shape } from "./dom.js";
import { filled } from "./numbers.js";
import { rampOf } from "./ramp.js";

const GUTTER = 56; // px for the names of the rows
const END = 160; // px for the answer after the last time step
const PITCH = 84; // px from one time step to the next, at most
const CURVE = 34; // px, the height of numbers that are read
const LINE = 20; // px, a row of words
const STATES = 64; // px, the height of all states together, at most
const BAR = 9; // px, the height of a unit at most
const LEAST = 24; // px, the height of a layer at least
const FAINT = 0.7; // small states are drawn stronger than they are, or nobody would see them
const ARROWS = 12; // px between two time steps that an arrow needs

export default component({ tag: "figure", name: "pg-unrolled", build, update });

function build(view) {
  const { root } = view;
  const head = element("figcaption", "pg-unrolled-head", root);
  view.title = element("strong", "", head);
  view.look = element("span", "", head);
  view.stage = element("div", "pg-unrolled-stage", root);
  view.svg = shape("svg", { class: "pg-unrolled-drawing", role: "img" }, view.stage);
  onResize(view, view.stage, () => view.given && settle(view, view.stage.clientWidth));
}

function update(view, data) {
  say(view.title, data.words.title);
  const isJudged = data.each.some((one) => typeof one?.isRight === "boolean");
  say(view.look, isJudged ? `${data.words.look_for} ${data.words.struck}` : data.words.look_for);
  view.root.style.setProperty("--pg-cell", data.colour);
  view.svg.setAttribute("aria-label", data.alt);
  const shapeOf = [data.rows.map(({ slot, backward, states }) => [slot, backward, states.map((one) => one?.length)])];
  const made = JSON.stringify([shapeOf, data.tokens?.length, data.numbers?.[0].length, data.each.length, !data.end]);
  if (made !== view.made) [view.made, view.width] = [made, null];
  settle(view, view.width ?? view.stage.clientWidth);
}

/** Draw the places anew where the width or the shape of the network is another; then what is in them. */
function settle(view, width) {
  if (!width) return;
  if (width !== view.width) {
    view.width = width;
    lay(view, view.given.data, width);
  }
  paint(view, view.given.data);
}

/** Where everything stands. */
function lay(view, data, width) {
  const { svg } = view;
  svg.replaceChildren();
  const count = data.each.length || data.rows[0].states.length;
  const gutter = width < 600 ? 0 : GUTTER;
  const room = width - gutter - (data.end ? Math.min(END, width / 2.4) : 8);
  const pitch = Math.min(PITCH, room / count);
  const slots = 1 + Math.max(...data.rows.map(({ slot }) => slot));
  const units = Math.max(...data.rows.map(({ states }) => states.find(Boolean).length));
  const gap = slots > 1 ? 5 : 0;
  const square = Math.max(1.5, Math.min(Math.max(BAR, LEAST / units), (STATES - gap * (slots - 1)) / (slots * units)));
  const input = data.tokens ? LINE : CURVE;
  const answers = data.each.length ? LINE : 0;
  const states = slots * units * square + gap * (slots - 1);
  const top = answers + (answers ? ARROWS : 4);
  const below = top + states + ARROWS;
  const height = below + input + 4;
  put(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  Object.assign(view, {
    x: (column) => gutter + (column + 0.5) * pitch,
    cellWidth: pitch - pitch / 4 < ARROWS ? Math.max(1, pitch - 1) : Math.min(pitch - ARROWS, 34),
    ...{ pitch, count, input, below, top, answers, height, states },
  });
  names(view, data, gutter);
  view.squares = data.rows.map((row) => squaresOf(view, row, { units, square, gap, slots }));
  arrows(view, data, { units, square, gap, slots });
  view.inputs = shape("g", {}, svg);
  view.answersOf = shape("g", {}, svg);
}

function names(view, { words, each }, gutter) {
  if (!gutter) return;
  const name = (text, y) => (shape("text", { class: "pg-unrolled-name", x: 0, y }, view.svg).textContent = text);
  if (each.length) name(words.output, 14);
  name(words.state, view.top + view.states / 2 + 4);
  name(words.input, view.below + view.input / 2 + 4);
}

/** Lower layers stand lower. */
const topOf = (view, slot, { units, square, gap, slots }) => view.top + (slots - 1 - slot) * (units * square + gap);

function squaresOf(view, row, sizes) {
  const { units, square } = sizes;
  const group = shape("g", { class: "pg-unrolled-row" }, view.svg);
  return row.states.map((values, column) => {
    if (!values) return [];
    const box = { x: view.x(column) - view.cellWidth / 2, width: view.cellWidth };
    const top = topOf(view, row.slot, sizes) + ((units - values.length) * square) / 2;
    const cell = shape("g", {}, group);
    const squares = values.map((_, unit) => shape("rect", { ...box, y: top + unit * square, height: square }, cell));
    shape("rect", { class: "pg-unrolled-cell", ...box, y: top, height: values.length * square, rx: 3 }, cell);
    return squares;
  });
}

/** From each time step to the next one, up from the inputs, and out to the answers. */
function arrows(view, data, sizes) {
  const group = shape("g", { class: "pg-unrolled-arrows" }, view.svg);
  const arrow = (x1, y1, x2, y2) => {
    const [dx, dy] = [Math.sign(x2 - x1) * 3, Math.sign(y2 - y1) * 3];
    const head = dx ? `M${x2 - dx} ${y2 - 3}L${x2} ${y2}L${x2 - dx} ${y2 + 3}` : `M${x2 - 3} ${y2 - dy}L${x2} ${y2}L${x2 + 3} ${y2 - dy}`;
    shape("path", { d: `M${x1} ${y1}L${x2} ${y2}${head}` }, group);
  };
  const half = view.cellWidth / 2;
  if (view.pitch - view.cellWidth >= ARROWS) {
    const joints = (one, other, at) => one.states[at] && other?.states[at + 1];
    for (const row of data.rows) {
      const y = topOf(view, row.slot, sizes) + (sizes.units * sizes.square) / 2;
      row.states.forEach((_, at) => {
        const next = joints(row, row, at) ? row : data.rows.find((other) => other.slot === row.slot && joints(row, other, at));
        if (!next || isCut(data, at)) return;
        const [from, to] = [view.x(at) + half + 1, view.x(at + 1) - half - 1];
        row.backward ? arrow(to, y, from, y) : arrow(from, y, to, y);
      });
    }
  }
  if (view.pitch >= 12) {
    for (let at = 0; at < view.count; at++) {
      if (hasInput(data, at)) arrow(view.x(at), view.below - 1, view.x(at), view.below - ARROWS + 2);
      if (data.each[at]) arrow(view.x(at), view.top - 2, view.x(at), view.answers + 2);
    }
  }
  if (data.end) {
    const y = topOf(view, sizes.slots - 1, sizes) + (sizes.units * sizes.square) / 2;
    arrow(view.x(view.count - 1) + half + 1, y, view.x(view.count - 1) + half + ARROWS + 4, y);
  }
}

const hasInput = ({ tokens }, at) => !tokens || tokens[at] !== "";
const isCut = ({ skipped, skippedAfter }, at) => skipped > 0 && at === skippedAfter - 1;

/** Colours and words; what stands there already is left alone. */
function paint(view, data) {
  const most = Math.max(1, ...data.rows.flatMap(({ states }) => states.flatMap((one) => one ?? [])).map(Math.abs));
  const strength = (value) => Math.sign(value) * Math.abs(value / most) ** FAINT;
  const ramp = rampOf(data.scale, view.root);
  data.rows.forEach(({ states }, row) =>
    states.forEach((values, column) =>
      values?.forEach((value, unit) => put(view.squares[row][column][unit], { fill: ramp(strength(value ?? 0)) })),
    ),
  );
  view.inputs.replaceChildren();
  view.answersOf.replaceChildren();
  if (data.tokens) tokens(view, data);
  else curves(view, data);
  data.each.forEach((one, column) => one && answer(view, one, column));
  if (data.end) last(view, data);
  cut(view, data);
}

function tokens(view, data) {
  const y = view.below + 14;
  data.tokens.forEach((token, column) => word(view.inputs, token, view.x(column), y, view.pitch));
}

/** A word that has room between its neighbours; a longer one is cut, and whole under the pointer. */
function word(parent, text, x, y, room, name = "") {
  const letters = [...text];
  const most = Math.floor((room - 2) / 7);
  if (most < 1 || !text) return;
  const node = shape("text", { class: `pg-unrolled-word ${name}`, x, y }, parent);
  node.textContent = letters.length <= most ? text : `${letters.slice(0, Math.max(1, most - 1)).join("")}${most > 1 ? "…" : ""}`;
  if (letters.length > most) shape("title", {}, node).textContent = text;
}

/** One line for each feature; the answer lands on the first where it is its next point. */
function curves(view, data) {
  const features = data.numbers[0].map((_, feature) => data.numbers.map((row) => row[feature]));
  const known = [...features.flat(), data.end?.target ?? null].filter((one) => one !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const spread = high - low || 1;
  const y = (value) => view.below + 5 + (1 - Math.min(1.1, Math.max(-0.1, (value - low) / spread))) * (view.input - 10);
  features.forEach((line, feature) => {
    const d = line.map((value, at) => `${at ? "L" : "M"}${view.x(at)} ${y(value)}`).join("");
    shape("path", { class: `pg-unrolled-curve is-${Math.min(feature, 2)}`, d }, view.inputs);
    if (view.pitch < 8) return;
    line.forEach((value, at) => shape("circle", { class: `is-${Math.min(feature, 2)}`, cx: view.x(at), cy: y(value), r: 3 }, view.inputs));
  });
  if (data.end?.value == null) return;
  const [x, from] = [view.x(view.count), [view.x(view.count - 1), y(features[0].at(-1))]];
  shape("path", { class: "pg-unrolled-ahead", d: `M${from[0]} ${from[1]}L${x} ${y(data.end.value)}` }, view.inputs);
  if (data.end.target != null) shape("circle", { class: "pg-unrolled-target", cx: x, cy: y(data.end.target), r: 6 }, view.inputs);
  shape("circle", { class: "pg-unrolled-said", cx: x, cy: y(data.end.value), r: 4 }, view.inputs);
}

function answer(view, { said, isRight }, column) {
  const name = isRight === null ? "" : isRight ? "is-right" : "is-wrong";
  word(view.answersOf, said, view.x(column), 14, view.pitch, name);
}

/** The one answer after the last time step, and what is right. */
function last(view, { end, words }) {
  const x = view.x(view.count - 1) + view.cellWidth / 2 + ARROWS + 12;
  const y = Math.max(view.top + Math.min(view.states / 2, 30), LEAST);
  const mark = end.isRight === null ? "" : end.isRight ? " ✓" : " ✗";
  const line = (text, name, at) => (shape("text", { class: name, x, y: at }, view.answersOf).textContent = text);
  line(end.share ? words.sure.replace("{share}", end.share) : words.said, "pg-unrolled-name", y - 12);
  line(end.said + mark, `pg-unrolled-end ${end.isRight === false ? "is-wrong" : ""}`, y + 6);
  if (end.right) line(filled(words.right, { answer: end.right }), "pg-unrolled-name", y + 24);
}

/** Where time steps are left out. */
function cut(view, { skipped, skippedAfter, words }) {
  if (!skipped) return;
  const x = (view.x(skippedAfter - 1) + view.x(skippedAfter)) / 2;
  const mark = { class: "pg-unrolled-cut", x1: x, x2: x, y1: view.top - 2, y2: view.below + view.input };
  const line = shape("line", mark, view.inputs);
  shape("title", {}, line).textContent = words.skipped.replace("{count}", skipped);
}

/** The numbers as a table: what is read, each state, what is said. */
export function numbers({ rows, numbers: read, tokens, each, end, skipped, skippedAfter, words }) {
  const step = (column) => column + 1 + (column < skippedAfter ? 0 : skipped);
  const found = [["time step", "row", "number", "value"]];
  const add = (column, row, number, value) => found.push([step(column), row, number, value]);
  (tokens ?? []).forEach((token, column) => add(column, words.input, null, token));
  (read ?? []).forEach((line, column) => line.forEach((value, feature) => add(column, words.input, feature, value)));
  rows.forEach(({ slot, backward, states }) => states.forEach((values, column) =>
    values?.forEach((value, unit) => add(column, `${words.state} ${slot + 1}${backward ? " ←" : ""}`, unit, value))));
  each.forEach((one, column) => one && add(column, words.output, null, one.said));
  if (end) add(rows[0].states.length - 1, words.said, null, end.value ?? end.said);
  return found;
}
