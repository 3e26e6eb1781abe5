// A text coloured by one unit's state: point at a unit of the strip, and see where it fires.

import { component } from "./component.js";
import { element, say } from "./dom.js";
import { onGround } from "./ramp.js";
import { themeAt } from "./theme.js";

const TOLD = 3; // characters that are told on either side

export default component({ name: "pg-coloured", build, update });

function build(view) {
  const { root } = view;
  Object.assign(view, { current: 0, pointed: null, focused: null, place: null });
  view.title = element("div", "pg-coloured-title", root);
  view.look = element("div", "pg-coloured-look", root);
  view.text = element("div", "pg-coloured-text", root);
  view.text.setAttribute("role", "img");
  view.told = element("p", "pg-coloured-told", root);
  view.told.setAttribute("role", "status");
  const legend = element("div", "pg-coloured-legend", root);
  legend.setAttribute("aria-hidden", "true");
  view.low = element("span", "", legend);
  view.bar = element("span", "pg-coloured-bar", legend);
  view.high = element("span", "", legend);
  view.under = element("div", "pg-coloured-look", root);
  view.strip = element("div", "pg-coloured-units", root);
  view.strip.setAttribute("role", "toolbar");
  view.strip.addEventListener("keydown", (event) => press(view, event));
  const on = (node, event, change) => node.addEventListener(event, (what) => (change(what), show(view)));
  on(view.strip, "pointerover", ({ target }) => (view.pointed = placeOf(view.units, target)));
  on(view.strip, "pointerleave", () => (view.pointed = null));
  on(view.strip, "focusin", ({ target }) => (view.focused = view.current = placeOf(view.units, target)));
  on(view.strip, "focusout", () => (view.focused = null));
  on(view.text, "pointerover", ({ target }) => (view.place = placeOf(view.signs, target)));
  on(view.text, "pointerleave", () => (view.place = null));
  view.strip.addEventListener("click", ({ target }) => choose(view, placeOf(view.units, target)));
}

const placeOf = (nodes, node) => {
  const place = nodes.indexOf(node);
  return place < 0 ? null : place;
};

/** New states from the page; characters and units that are the same stay the same nodes. */
function update(view, data) {
  const { words } = data;
  say(view.title, words.title);
  say(view.look, words.look_for);
  say(view.under, words.under);
  view.strip.setAttribute("aria-label", words.units);
  view.shades = Int8Array.from(atob(data.shades), (letter) => letter.charCodeAt(0));
  const read = data.signs.join("");
  if (read !== view.read) write(view, data, read);
  if (view.units?.length !== data.tops.length) {
    view.strip.replaceChildren();
    view.units = data.tops.map((_, unit) => button(view.strip, words.unit, unit));
    Object.assign(view, { pointed: null, focused: null });
  }
  if (view.focused === null) view.current = data.unit;
  view.scale = onGround(data.scale, themeAt(view.root).background);
  const stops = view.scale.map(([at, colour]) => `${colour} ${100 * at}%`);
  view.bar.style.background = `linear-gradient(to right, ${stops})`;
  show(view, "off"); // states that move by themselves are not read out
}

function write(view, data, read) {
  view.read = read;
  view.place = null;
  view.text.replaceChildren();
  view.signs = data.signs.map((sign) => {
    const node = element("span", "", view.text);
    node.textContent = sign === "\n" ? data.shown[sign] : sign;
    if (sign === "\n") element("br", "", view.text);
    return node;
  });
}

function button(strip, name, unit) {
  const node = element("button", "", strip);
  node.type = "button";
  node.setAttribute("aria-label", name.replace("{unit}", unit));
  return node;
}

function choose(view, unit) {
  if (unit === null) return;
  view.units[unit].focus({ preventScroll: true });
  view.given.setTriggerValue("unit", unit);
}

function press(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { units, current } = view;
  const row = units.filter(({ offsetTop }) => offsetTop === units[0].offsetTop).length;
  const last = units.length - 1;
  const places = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last };
  Object.assign(places, { ArrowUp: current - row, ArrowDown: current + row });
  if (!(event.key in places)) return;
  event.preventDefault();
  units[Math.max(0, Math.min(places[event.key], last))].focus();
}

/** Colour the text by the unit that is pointed at, or has the focus, or was chosen. */
function show(view, live = "polite") {
  const { data } = view.given;
  const unit = view.pointed ?? view.focused ?? data.unit;
  const count = data.signs.length;
  const at = view.place ?? count - 1;
  const shades = view.shades.subarray(unit * count, (unit + 1) * count);
  view.signs.forEach((node, place) => {
    paint(node, shades[place] / data.steps, view.scale);
    node.classList.toggle("is-pointed", place === view.place);
  });
  view.units.forEach((node, place) => {
    paint(node, view.shades[place * count + at] / data.steps, view.scale);
    node.classList.toggle("is-shown", place === unit);
    node.setAttribute("aria-pressed", place === data.unit);
    node.setAttribute("tabindex", place === view.current ? 0 : -1);
  });
  const top = String(data.tops[unit]);
  say(view.low, `−${top}`);
  say(view.high, `+${top}`);
  const parts = { unit, text: view.read };
  view.text.setAttribute("aria-label", filled(data.words.text, parts));
  view.told.setAttribute("aria-live", live);
  say(view.told, sentence(data, shades, unit));
}

/** At which characters the unit is highest and lowest, on average. */
function sentence({ signs, words, shown, tops }, shades, unit) {
  if (!tops[unit]) return filled(words.still, { unit });
  const sums = new Map();
  signs.forEach((sign, place) => {
    const [sum, count] = sums.get(sign) ?? [0, 0];
    sums.set(sign, [sum + shades[place], count + 1]);
  });
  const means = [...sums].map(([sign, [sum, count]]) => [shown[sign] ?? sign, sum / count]);
  means.sort((a, b) => b[1] - a[1]);
  const list = (some) => some.map(([sign]) => sign).join(" ");
  const high = list(means.slice(0, TOLD));
  const low = list(means.slice(TOLD).slice(-TOLD).reverse());
  const ends = [filled(words.high, { unit, high }), low && filled(words.low, { low })];
  return ends.filter(Boolean).join(", ");
}

/** At once: a text of the learner's may itself have braces. */
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);

function paint(node, value, scale) {
  const colour = mixed(scale, (value + 1) / 2);
  const [red, green, blue] = colour.map((part) => ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  node.style.background = `rgb(${colour})`;
  node.style.color = light > 0.18 ? "#000" : "#fff"; // either way 4.5 to 1 or more
}

function mixed(scale, at) {
  const after = Math.max(1, scale.findIndex(([stop]) => stop >= at));
  const [[from, one], [to, other]] = [scale[after - 1], scale[after]];
  const share = (at - from) / (to - from);
  const [low, high] = [rgb(one), rgb(other)];
  return low.map((part, place) => Math.round(part + share * (high[place] - part)));
}

const rgb = (hex) => hex.match(/\w\w/g).map((part) => parseInt(part, 16));

/** The numbers as a table: what every unit holds after each character, as exactly as colours show it. */
export function numbers({ signs, shades, steps, tops, words }) {
  const known = Int8Array.from(atob(shades), (letter) => letter.charCodeAt(0));
  const units = tops.map((_, unit) => words.unit.replace("{unit}", unit));
  const state = (unit, at) => Number(((known[unit * signs.length + at] / steps) * tops[unit]).toPrecision(3));
  return [["character", ...units], ...signs.map((sign, at) => [sign, ...tops.map((_, unit) => state(unit, at))])];
}
