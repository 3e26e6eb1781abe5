// One time step of a cell: the drawing, the walk through time, and the equations in numbers.

import { drawingOf, lighten, paint, place } from "./cell_drawing.js";
import { LAYOUTS } from "./cell_layouts.js";
import { printerFor, short } from "./cell_numbers.js";
import { component, onResize } from "./component.js";
import { element, say, shape } from "./dom.js";

const PACE = 500; // ms a time step stays while playing

export default component({ name: "pg-cell", build, update, end: stop });

function build(diagram) {
  const { root } = diagram;
  const head = element("div", "pg-cell-top", root);
  const title = element("div", "pg-cell-title", head);
  const who = element("div", "pg-cell-who", head);
  const look = element("div", "pg-cell-look", root);
  const figure = element("div", "pg-cell-figure", root);
  Object.assign(figure, { role: "figure", tabIndex: 0 });
  const svg = shape("svg", { class: "pg-cell-drawing" }, figure);
  Object.assign(diagram, { title, who, look, figure, svg, t: 0, lit: "", timer: null });
  controls(diagram, element("div", "pg-cell-controls", root));
  const heading = element("div", "pg-cell-heading", root);
  diagram.heading = element("span", "", heading);
  diagram.code = element("button", "pg-cell-code", heading);
  diagram.code.type = "button";
  diagram.code.addEventListener("click", () => diagram.given.setTriggerValue("gate", "code"));
  diagram.equations = element("ul", "pg-cell-equations", root);
  diagram.note = element("p", "pg-cell-note", root);
  diagram.spoken = element("div", "pg-cell-spoken", root);
  diagram.spoken.setAttribute("role", "status");
  figure.addEventListener("keydown", (event) => walk(diagram, event));
  onResize(diagram, figure, settle);
}

function controls(diagram, bar) {
  const buttons = element("div", "pg-cell-buttons", bar);
  const press = (name, action) => {
    const button = element("button", `pg-cell-button is-${name}`, buttons);
    button.type = "button";
    button.addEventListener("click", action);
    return button;
  };
  diagram.previous = press("previous", () => step(diagram, -1));
  diagram.play = press("play", () => (diagram.timer ? pause(diagram) : play(diagram)));
  diagram.next = press("next", () => step(diagram, 1));
  diagram.slider = element("input", "pg-cell-slider", bar);
  Object.assign(diagram.slider, { type: "range", min: 1, step: 1 });
  diagram.slider.addEventListener("input", () => {
    stop(diagram);
    go(diagram, Number(diagram.slider.value) - 1);
  });
  diagram.readout = element("span", "pg-cell-readout", bar);
}

/** New data from the page; the time step is the learner's until another sequence is read. */
function update(diagram, data) {
  const { words } = data;
  diagram.root.style.setProperty("--pg-cell-colour", data.colour);
  say(diagram.title, words.title);
  say(diagram.who, data.who);
  say(diagram.look, words.look_for);
  say(diagram.heading, words.equations);
  say(diagram.code, words.code);
  say(diagram.note, data.note);
  for (const name of ["previous", "next"]) diagram[name].setAttribute("aria-label", words[name]);
  diagram.slider.setAttribute("aria-label", words.slider);
  measure(diagram, data);
  const read = JSON.stringify([data.sequence, diagram.moments.length]);
  if (read !== diagram.read) {
    stop(diagram);
    diagram.t = data.t;
  }
  diagram.read = read;
  const drawn = JSON.stringify([data.cell, data.squash, words.before]);
  if (drawn !== diagram.drawn) redraw(diagram, data);
  diagram.drawn = drawn;
  settle(diagram);
  show(diagram);
}

/** All values of each time step, and the largest of each, which is a line's full width. */
function measure(diagram, data) {
  diagram.moments = momentsOf(data);
  diagram.most = {};
  for (const name of Object.keys(diagram.moments[0])) {
    const sizes = diagram.moments.map((now) => Math.abs(now[name])).filter(Number.isFinite);
    diagram.most[name] = Math.max(1, ...sizes);
  }
}

function momentsOf({ cell, values, biases }) {
  const { derived } = LAYOUTS[cell];
  return values.x.map((_, t) => {
    const given = Object.entries(values).map(([name, line]) => [name, line[t] ?? NaN]);
    const now = { ...biases, ...Object.fromEntries(given) };
    return { ...now, ...derived(now) };
  });
}

/** The numbers as a table: every quantity at every time step. */
export function numbers(data) {
  const moments = momentsOf(data);
  const names = Object.keys(moments[0]);
  return [[data.words.slider, ...names], ...moments.map((now, t) => [t + 1, ...names.map((name) => now[name])])];
}

function redraw(diagram, data) {
  diagram.lit = data.lit;
  diagram.drawing = drawingOf(diagram.svg, data, (gate) => light(diagram, gate));
  diagram.equations.replaceChildren();
  diagram.sums = LAYOUTS[data.cell].equations(data.squash).map((equation) => {
    const item = element("li", "pg-cell-equation", diagram.equations);
    item.dataset.name = equation.name;
    symbols(element("span", "", item), `{${equation.name}} = ${equation.right}`, data.words.before);
    const filled = element("span", "pg-cell-filled", item);
    return { ...equation, item, filled, result: element("strong", "pg-cell-result", item) };
  });
}

/** An equation in letters: `{h_before}` is h with a small word, `{W_f}` is W with a small f. */
function symbols(parent, text, before) {
  for (const part of text.split(/(\{[^}]+\})/)) {
    if (!part.startsWith("{")) {
      parent.append(part);
      continue;
    }
    const [letter, rest] = part.slice(1, -1).split("_");
    element("var", "", parent).textContent = letter;
    if (rest) element("sub", "", parent).textContent = rest === "before" ? `\u00a0${before}` : rest;
  }
}

function settle(diagram) {
  const { width } = diagram.svg.getBoundingClientRect();
  if (width && diagram.drawing) place(diagram.drawing, width);
}

/** Everything that depends on the time step. */
function show(diagram) {
  const { moments, slider } = diagram;
  const { words } = diagram.given.data;
  const now = moments[diagram.t];
  paint(diagram.drawing, now, diagram.most);
  lighten(diagram.drawing, diagram.lit);
  for (const sum of diagram.sums) fill(sum, now, diagram.lit);
  slider.max = moments.length;
  slider.value = diagram.t + 1;
  slider.style.setProperty("--place", diagram.t / Math.max(moments.length - 1, 1));
  const where = words.time_step.replace("{t}", diagram.t + 1).replace("{T}", moments.length);
  slider.setAttribute("aria-valuetext", where);
  say(diagram.readout, where);
  diagram.previous.disabled = diagram.t === 0;
  diagram.next.disabled = diagram.t === moments.length - 1;
  diagram.play.classList.toggle("is-playing", Boolean(diagram.timer));
  diagram.play.setAttribute("aria-label", diagram.timer ? words.pause : words.play);
  tell(diagram, now, where);
}

function fill(sum, now, lit) {
  say(sum.filled, ` = ${inNumbers(sum, now)} =\u00a0`);
  say(sum.result, short(now[sum.name]));
  sum.item.classList.toggle("is-lit", sum.gate !== undefined && sum.gate === lit);
}

function inNumbers(sum, now) {
  const print = printerFor(sum.sums, now);
  return sum.numbers.replace(/\{([^}]+)\}/g, (_, name) => print(now[name]));
}

function tell(diagram, now, where) {
  const { words, who, lines, gateNames } = diagram.given.data;
  const number = (name) => (Number.isFinite(now[name]) ? short(now[name]) : words.unknown);
  const called = (name) => name.replace("_before", ` ${words.before}`);
  const numbers = lines.map((name) => `${called(name)} ${number(name)}`);
  const text = `${words.title}, ${who}. ${where}: ${numbers.join(", ")}.`;
  diagram.figure.setAttribute("aria-label", text);
  for (const { name, node, group } of diagram.drawing.nodes) {
    if (node.kind !== "gate") continue;
    group.setAttribute("aria-label", `${gateNames[name] ?? name}, ${name} = ${number(name)}`);
  }
}

function light(diagram, gate) {
  diagram.lit = diagram.lit === gate ? "" : gate;
  show(diagram);
  diagram.given.setTriggerValue("gate", diagram.lit);
}

function walk(diagram, event) {
  const ways = { ArrowLeft: -1, ArrowRight: 1 };
  if (!(event.key in ways)) return;
  event.preventDefault();
  step(diagram, ways[event.key]);
}

function step(diagram, way) {
  stop(diagram);
  go(diagram, diagram.t + way);
}

function go(diagram, t) {
  diagram.t = Math.min(Math.max(t, 0), diagram.moments.length - 1);
  show(diagram);
  if (!diagram.timer) say(diagram.spoken, diagram.figure.getAttribute("aria-label"));
}

function play(diagram) {
  if (diagram.t === diagram.moments.length - 1) diagram.t = 0;
  diagram.timer = setInterval(() => {
    if (diagram.t + 1 >= diagram.moments.length - 1) stop(diagram);
    go(diagram, diagram.t + 1);
  }, PACE);
  show(diagram);
}

function pause(diagram) {
  stop(diagram);
  go(diagram, diagram.t);
}

function stop(diagram) {
  clearInterval(diagram.timer);
  diagram.timer = null;
}
