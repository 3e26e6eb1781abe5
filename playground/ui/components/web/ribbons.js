// Attention as ribbons: source words above, output words below, and what looks at what.

import { component, onResize } from "./component.js";
import { element, put, say, shape } from "./dom.js";

const FAINTEST = 0.05; // weights below have no ribbon
const SIZES = [16, 15, 14, 13, 12, 11]; // px; the largest at which both rows fit
const PITCH = 18; // px between words that stand upright
const SPARE = 56; // px of air that a word gets at most
const BAR = 26; // px, the width of a ribbon that carries everything
const LETTERS = 14; // of a line; longer words are broken
const LINES = 3;
const UPRIGHT = 20; // letters of a word that stands upright
const TOLD = 3; // source words that are told

export default component({ name: "pg-ribbons", build, update });

function build(view) {
  const { root } = view;
  Object.assign(view, { current: 0, pointed: null, focused: null, width: null });
  view.title = element("div", "pg-ribbons-title", root);
  view.look = element("div", "pg-ribbons-look", root);
  view.above = element("div", "pg-ribbons-row", root);
  view.stage = element("div", "pg-ribbons-stage", root);
  view.svg = shape("svg", { class: "pg-ribbons-drawing", role: "group" }, view.stage);
  view.bundles = shape("g", { "aria-hidden": "true" }, view.svg);
  view.sources = shape("g", {}, view.svg);
  view.targets = shape("g", { role: "toolbar" }, view.svg);
  view.below = element("div", "pg-ribbons-row", root);
  view.told = element("p", "pg-ribbons-told", root);
  view.told.setAttribute("role", "status");
  view.targets.addEventListener("keydown", (event) => press(view, event));
  onResize(view, view.stage, settle);
}

/** New data from the page; words that are the same stay the same nodes, with the focus on them. */
function update(view, data) {
  const { words } = data;
  view.root.style.setProperty("--pg-ribbons-colour", data.colour);
  say(view.title, words.title);
  say(view.look, words.look_for);
  say(view.above, words.source);
  say(view.below, data.target.length ? words.target : words.empty);
  view.svg.setAttribute("aria-label", words.title);
  view.targets.setAttribute("aria-label", words.target);
  const read = JSON.stringify([data.source, data.target]);
  const same = read === view.read;
  if (!same) rebuild(view, data);
  view.read = read;
  view.outputs.forEach(({ node, cross }, place) => {
    const wrong = data.wrong[place] === true;
    cross.textContent = wrong ? "✗" : "";
    node.setAttribute("aria-label", wrong ? `${data.target[place]}, ${words.wrong}` : data.target[place]);
  });
  if (same && view.width) view.outputs.forEach((output, place) => paint(view, output, place));
  else settle(view);
  show(view, "off"); // numbers that move by themselves are not read out
}

function rebuild(view, data) {
  const focused = view.focused;
  Object.assign(view, { pointed: null, focused: null, width: null });
  view.current = Math.max(0, Math.min(view.current, data.target.length - 1));
  for (const group of [view.bundles, view.sources, view.targets]) group.replaceChildren();
  view.inputs = data.source.map((word) => {
    const node = shape("g", { class: "pg-ribbons-word" }, view.sources);
    return { node, word, bar: shape("rect", { class: "pg-ribbons-bar" }, node), ...textOf(node) };
  });
  view.outputs = data.target.map((word, place) => ({ word, ...outputOf(view, place) }));
  if (focused !== null) view.outputs[view.current]?.node.focus({ preventScroll: true });
}

function outputOf(view, place) {
  const bundle = shape("g", { class: "pg-ribbons-bundle" }, view.bundles);
  const node = shape("g", { class: "pg-ribbons-word is-output", role: "button" }, view.targets);
  const area = shape("rect", { class: "pg-ribbons-area", rx: 6 }, node);
  const bar = shape("rect", { class: "pg-ribbons-bar" }, node);
  const lines = textOf(node);
  const cross = shape("text", { class: "pg-ribbons-cross", "aria-hidden": "true" }, node);
  const on = (event, change) =>
    node.addEventListener(event, () => {
      Object.assign(view, change);
      show(view);
    });
  on("pointerenter", { pointed: place });
  on("pointerleave", { pointed: null });
  on("focus", { focused: place, current: place });
  on("blur", { focused: null });
  node.addEventListener("click", () => choose(view, place));
  return { node, bundle, area, bar, cross, paths: new Map(), ...lines };
}

const textOf = (node) => ({ text: shape("text", { class: "pg-ribbons-text" }, node) });

function choose(view, place) {
  view.outputs[place].node.focus({ preventScroll: true });
  view.given.setTriggerValue("target", place);
}

function press(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const last = view.outputs.length - 1;
  const { current } = view;
  const places = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last };
  if (event.key === "Enter" || event.key === " ") choose(view, current);
  else if (event.key in places) view.outputs[Math.max(0, Math.min(places[event.key], last))].node.focus();
  else return;
  event.preventDefault();
  event.stopPropagation(); // the space bar is Play elsewhere
}

/** Everything that depends on the width: where the words stand and how the ribbons run. */
function settle(view) {
  const room = view.stage.clientWidth;
  if (!room || room === view.width) return;
  view.width = room;
  const { size, rows, width } = fit(view, room);
  const [above, below] = rows;
  const span = Math.max(110, Math.min(room * 0.24, 190));
  const top = above.height + 10;
  const bottom = top + span;
  const foot = bottom + 10 + below.height + 22;
  put(view.svg, { width, height: foot, viewBox: `0 0 ${width} ${foot}` });
  view.svg.style.fontSize = `${size}px`;
  const bar = Math.max(3, Math.min(BAR, ...rows.flatMap((row) => row.slots.map((slot) => slot * 0.72))));
  view.inputs.forEach((input, place) => {
    write(input, above, place, size, above.height, true);
    box(input.bar, above.middles[place] - bar / 2, top - 4, bar, 3);
  });
  view.outputs.forEach((output, place) => {
    const end = write(output, below, place, size, bottom + 10, false);
    const [middle, slot] = [below.middles[place], below.slots[place]];
    box(output.bar, middle - bar / 2, bottom + 1, bar, 3);
    box(output.area, middle - slot / 2, bottom + 1, slot, Math.max(end - bottom + 5, 36));
    put(output.cross, { x: middle, y: end + 15 });
  });
  view.geometry = { bar, top, bottom, above: above.middles, below: below.middles };
  view.outputs.forEach((output, place) => paint(view, output, place));
}

/** The largest letters at which both rows fit; a row that never does stands upright. */
function fit(view, room) {
  const pen = document.createElement("canvas").getContext("2d");
  const { fontFamily } = getComputedStyle(view.root);
  const measure = (text, size) => {
    pen.font = `600 ${size}px ${fontFamily}`;
    return pen.measureText(text).width;
  };
  const lying = (list, size) => {
    const gap = list.every(({ word }) => word.length <= 2) ? 5 : 10;
    const blocks = list.map(({ word }) => broken(word));
    const slots = blocks.map((lines) => Math.max(...lines.map((line) => measure(line, size))) + gap);
    const most = Math.max(0, ...blocks.map((lines) => lines.length));
    return { blocks, slots, upright: false, height: most * size * 1.25 };
  };
  const standing = (list, size) => {
    const blocks = list.map(({ word }) => [cut([...word], UPRIGHT)]);
    const height = Math.max(0, ...blocks.map(([line]) => measure(line, size))) + 4;
    return { blocks, slots: list.map(() => PITCH), upright: true, height };
  };
  const fits = (row) => sum(row.slots) <= room;
  const lists = [view.inputs, view.outputs];
  const size = SIZES.find((one) => lists.every((list) => fits(lying(list, one)))) ?? SIZES.at(-1);
  const rows = lists.map((list) => {
    const row = lying(list, size);
    return fits(row) ? row : standing(list, size);
  });
  const width = Math.max(room, ...rows.map((row) => sum(row.slots)));
  return { size, width, rows: rows.map((row) => spread(row, width)) };
}

/** Shares out what is left of `width`, and puts the row in the middle of it. */
function spread(row, width) {
  const spare = Math.min((width - sum(row.slots)) / Math.max(row.slots.length, 1), SPARE);
  const slots = row.slots.map((slot) => slot + spare);
  let left = (width - sum(slots)) / 2;
  const middles = slots.map((slot) => (left += slot) - slot / 2);
  return { ...row, slots, middles };
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** A word in lines, broken after its own hyphens and blanks first, and elsewhere where it must be. */
function broken(word) {
  const lines = [""];
  for (const part of cut([...word], LETTERS * LINES).split(/(?<=[\s/_-])/)) {
    const letters = [...part];
    const length = Math.ceil(letters.length / Math.ceil(letters.length / LETTERS));
    if ([...lines.at(-1)].length + letters.length <= LETTERS) lines.push(lines.pop() + part);
    else while (letters.length) lines.push(letters.splice(0, length).join("") + (letters.length ? "-" : ""));
  }
  return lines.filter(Boolean);
}

const cut = (letters, most) =>
  letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;

/** Write the word's lines above `y` or below it; returns where the word ends. */
function write({ text, node, word }, row, place, size, y, above) {
  const lines = row.blocks[place];
  const x = row.middles[place];
  text.replaceChildren();
  text.toggleAttribute("transform", false);
  text.style.textAnchor = "middle";
  if (row.upright) {
    text.setAttribute("transform", `translate(${x + size * 0.35} ${y}) rotate(-90)`);
    text.style.textAnchor = above ? "start" : "end";
  }
  const rise = size * 1.25;
  const first = above ? y - (lines.length - 1) * rise - size * 0.25 : y + size;
  lines.forEach((line, at) => {
    const where = row.upright ? {} : { x, y: first + at * rise };
    shape("tspan", where, text).textContent = line;
  });
  title(node, lines.join("") === word ? "" : word);
  if (!row.upright) return first + (lines.length - 1) * rise + size * 0.25;
  return y + text.getComputedTextLength();
}

/** The whole of a word that is broken or cut, under the pointer. */
function title(node, word) {
  node.querySelector("title")?.remove();
  if (word) shape("title", {}, node).textContent = word;
}

/** The ribbons of one output word lie side by side on its bar, as wide as their weights. */
function paint(view, { bundle, paths }, place) {
  const { bar, top, bottom, above, below } = view.geometry;
  const weights = view.given.data.weights[place];
  const middle = (top + bottom) / 2;
  let left = below[place] - bar / 2;
  weights.forEach((weight, origin) => {
    const width = (weight ?? 0) * bar;
    const end = left + width / 2;
    left += width;
    if (!(weight >= FAINTEST)) {
      paths.get(origin)?.remove();
      paths.delete(origin);
      return;
    }
    if (!paths.has(origin)) paths.set(origin, shape("path", { class: "pg-ribbons-path" }, bundle));
    const path = paths.get(origin);
    const start = above[origin];
    path.setAttribute("d", `M${start} ${top} C${start} ${middle} ${end} ${middle} ${end} ${bottom}`);
    path.style.setProperty("--width", `${Math.max(width, 0.75).toFixed(2)}px`);
    path.style.setProperty("--weight", weight);
  });
}

/** Light the word under the pointer, or else the one with the focus. */
function show(view, live = "polite") {
  const lit = view.pointed ?? view.focused;
  const weights = lit === null ? [] : view.given.data.weights[lit];
  view.svg.classList.toggle("has-lit", lit !== null);
  view.outputs.forEach(({ node, bundle }, place) => {
    node.setAttribute("tabindex", place === view.current ? 0 : -1);
    for (const part of [node, bundle]) part.classList.toggle("is-lit", place === lit);
  });
  view.inputs.forEach(({ node }, place) => node.classList.toggle("is-lit", weights[place] >= FAINTEST));
  view.told.setAttribute("aria-live", live);
  say(view.told, lit === null ? "" : sentence(view.given.data, lit));
}

function sentence({ source, target, weights, words }, lit) {
  const ranked = weights[lit].map((weight, place) => ({ weight: weight ?? 0, place }));
  const most = ranked.sort((a, b) => b.weight - a.weight).slice(0, TOLD).filter(({ weight }) => weight > 0);
  const again = (word) => source.indexOf(word) !== source.lastIndexOf(word);
  const called = (place) => (again(source[place]) ? `${source[place]} (${place + 1})` : source[place]);
  const list = most.map(({ weight, place }) => `${called(place)} ${weight.toFixed(2)}`).join(", ");
  const parts = { output: target[lit], list };
  // At once: a word of the learner's may itself have braces.
  return (list ? words.looks : words.nowhere).replace(/\{(output|list)\}/g, (_, name) => parts[name]);
}

const box = (rect, x, y, width, height) => put(rect, { x, y, width, height });

/** The numbers as a table: the weight of every source word for every output word. */
export function numbers({ weights, source, target, words }) {
  const rows = weights.flatMap((line, to) => line.map((weight, from) => [target[to], source[from], weight]));
  return [[words.target, words.source, "weight"], ...rows];
}
