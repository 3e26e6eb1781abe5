// The script of an experiment: what a control changes lights up, and a tensor says its shape.

import { changed, wordsOf } from "./code_lines.js";
import { component } from "./component.js";
import { element, say } from "./dom.js";
import { filled } from "./numbers.js";
import { player } from "./player.js";

/** Parts of which a change is no change of what is done. */
const SILENT = new Set(["about", "result"]);
/** Milliseconds a word of thanks stays. */
const TOLD_FOR = 2000;
/** Lines above the one that is gone to. */
const ABOVE = 3;

export default component({ name: "pg-script", build, update });

/**
 * @typedef {object} Data
 * @property {string} text the script
 * @property {[string, number][]} parts the name of each part with the line it begins at, from 0
 * @property {Record<string, Record<string, string>>} tensors by part and name: the shape in words
 * @property {string} warning what not to mix up, said with output and h_n
 * @property {number[]} cell the lines that run the cell
 * @property {number} arrived how often the cell's equations have led here
 * @property {string} run whose losses the script compares
 * @property {number} known how many of them it has
 * @property {Record<string, string>} words
 */

function build(view) {
  const { root } = view;
  const head = element("div", "pg-script-head", root);
  view.about = element("p", "pg-script-about", head);
  view.copy = element("button", "pg-script-copy", head);
  view.copy.type = "button";
  view.copy.addEventListener("click", () => copy(view));
  view.body = element("div", "pg-script-body", root);
  view.body.tabIndex = 0;
  view.body.setAttribute("role", "region");
  view.tip = element("div", "pg-script-tip", root);
  view.tip.setAttribute("role", "tooltip");
  view.tip.hidden = true;
  view.status = element("div", "pg-script-status", root);
  view.status.setAttribute("role", "status");
  Object.assign(view, { lines: null, arrived: 0, pressed: 0, isCopying: false, asked: "" });
  for (const event of ["pointerover", "focusin"]) view.body.addEventListener(event, ({ target }) => point(view, target));
  for (const event of ["pointerleave", "focusout"]) view.body.addEventListener(event, () => point(view, null));
  view.body.addEventListener("scroll", () => view.pointed && place(view));
  const release = player().subscribe(({ tracks }) => tracks.size > 0 && view.given && renew(view));
  view.ending.addEventListener("abort", release);
}

/** @param {Data} data */
function update(view, data) {
  const { words } = data;
  say(view.about, words.about);
  say(view.copy, words.copy);
  view.body.setAttribute("aria-label", words.code);
  const drawn = JSON.stringify([data.text, data.tensors, data.warning, words]);
  if (drawn !== view.drawn) draw(view, data);
  view.drawn = drawn;
  if (data.arrived !== view.arrived && data.cell.length) arrive(view, data.cell);
  view.arrived = data.arrived;
  if (view.isCopying) write(view);
  renew(view);
}

function draw(view, data) {
  const lines = data.text.replace(/\n$/, "").split("\n");
  const parts = partsOf(lines.length, data.parts);
  const lit = view.lines ? changed(view.lines, lines).filter((at) => lines[at] && !SILENT.has(parts[at])) : [];
  const place = view.body.scrollTop;
  view.lines = lines;
  view.rows = [];
  point(view, null);
  view.body.replaceChildren();
  const told = new Set();
  wordsOf(lines).forEach((words, at) => view.rows.push(row(view, data, words, at, parts[at], told)));
  for (const at of lit) view.rows[at].classList.add("is-lit");
  view.body.scrollTop = place;
  if (!lit.length) return;
  say(view.status, filled(data.words.changed, { count: lit.length }));
  if (!lit.some((at) => isSeen(view, view.rows[at]))) goTo(view, lit[0]);
}

function partsOf(count, begins) {
  const parts = new Array(count).fill("");
  for (const [name, from] of begins) parts.fill(name, from);
  return parts;
}

function row(view, data, words, at, part, told) {
  const line = element("div", "pg-script-line", view.body);
  line.dataset.part = part;
  const code = element("code", "", line);
  if (words.length === 1 && words[0].kind === "comment") line.classList.add("is-told");
  for (const { kind, text } of words) word(code, data, part, kind, text, told);
  if (data.cell.includes(at)) {
    const button = element("button", "pg-script-equations", line);
    button.type = "button";
    button.textContent = data.words.equations;
    button.addEventListener("click", () => view.given.setTriggerValue("equations", (view.pressed += 1)));
  }
  return line;
}

/** The first of a name in each part can be reached with the keyboard. */
function word(code, data, part, kind, text, told) {
  const shape = kind === "name" ? data.tensors[part]?.[text.replace(/^_/, "")] : undefined;
  if (shape === undefined) {
    if (kind === "other") code.append(text);
    else element("span", `is-${kind}`, code).textContent = text;
    return;
  }
  const name = element("span", "is-tensor", code);
  name.textContent = text;
  const isMixedUp = data.warning && ["output", "h_n"].includes(text.replace(/^_/, ""));
  name.dataset.tip = `${text}: ${shape}${isMixedUp ? `\n${data.warning}` : ""}`;
  const key = `${part} ${text}`;
  if (told.has(key)) return;
  told.add(key);
  Object.assign(name, { tabIndex: 0, role: "button" });
  name.setAttribute("aria-label", name.dataset.tip);
}

/** Say the shape of the tensor under the pointer, and show where else it is. */
function point(view, target) {
  const name = target?.closest?.(".is-tensor") ?? null;
  if (name === view.pointed) return;
  view.pointed = name;
  for (const one of view.body.querySelectorAll(".is-pointed")) one.classList.remove("is-pointed");
  view.tip.hidden = !name;
  if (!name) return;
  const { part } = name.closest(".pg-script-line").dataset;
  for (const one of view.body.querySelectorAll(`[data-part="${part}"] .is-tensor`)) {
    one.classList.toggle("is-pointed", one.textContent === name.textContent);
  }
  say(view.tip, name.dataset.tip);
  place(view);
}

/** The tip stands under its tensor, inside the page. */
function place(view) {
  const [here, all] = [view.pointed.getBoundingClientRect(), view.root.getBoundingClientRect()];
  const room = all.width - view.tip.offsetWidth;
  view.tip.style.left = `${Math.max(0, Math.min(here.left - all.left, room))}px`;
  view.tip.style.top = `${here.bottom - all.top + 4}px`;
}

function isSeen(view, line) {
  const top = line.offsetTop - view.body.offsetTop - view.body.scrollTop;
  return top >= 0 && top + line.offsetHeight <= view.body.clientHeight;
}

function goTo(view, at) {
  const line = view.rows[Math.max(0, at - ABOVE)];
  view.body.scrollTop = line.offsetTop - view.body.offsetTop;
}

/** From the equations: to the lines that run the cell. */
function arrive(view, lines) {
  for (const at of lines) view.rows[at].classList.remove("is-lit");
  requestAnimationFrame(() => {
    for (const at of lines) view.rows[at]?.classList.add("is-lit");
    view.rows[lines[0]]?.scrollIntoView({ block: "center" });
  });
  view.body.focus({ preventScroll: true });
}

/** How many losses the page has that the script does not know. */
function unknown({ run, known }) {
  return (player().tracks(run)?.testLoss.length ?? known) - known;
}

/** At its end a run's losses are put into the script; until then they only are when it is copied. */
function renew(view) {
  const { data } = view.given;
  if (player().tracks(data.run)?.isOver && unknown(data) !== 0) ask(view);
}

function ask(view) {
  const { run, known } = view.given.data;
  const asked = `${run} ${known} ${unknown(view.given.data)}`;
  if (asked === view.asked) return;
  view.asked = asked;
  view.given.setTriggerValue("stale", (view.pressed += 1));
}

function copy(view) {
  if (unknown(view.given.data) <= 0) return write(view);
  view.isCopying = true;
  ask(view);
}

async function write(view) {
  const { text, words } = view.given.data;
  view.isCopying = false;
  try {
    await navigator.clipboard.writeText(text);
    say(view.copy, words.copied);
    setTimeout(() => say(view.copy, words.copy), TOLD_FOR);
  } catch {
    getSelection().selectAllChildren(view.body);
  }
}
