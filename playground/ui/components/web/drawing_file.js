// One of the page's own drawings as an SVG that stands alone: boxes, lines and letters where the page has them.

import { LIGHT } from "./theme.js";

const NS = "http://www.w3.org/2000/svg";
/** What an SVG's parts look like by style; all else is in their attributes. */
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "font-family", "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline",
  "text-decoration-line", "paint-order", "visibility", "display"];
const MARGIN = 16; // px
/** Hands for the page are no part of a picture. */
const HANDS = "button, input, .pg-picture-bar, [role=status]:empty";

/**
 * @param {HTMLElement} root on a light ground
 * @param {string} title
 * @returns {{text: string, width: number, height: number}}
 */
export function drawingFile(root, title) {
  const bounds = root.getBoundingClientRect();
  const [width, height] = [bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN].map(Math.ceil);
  const svg = node("svg", { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  svg.append(node("title", {}, title), node("rect", { width, height, fill: LIGHT.background }));
  copy(root, svg, { left: bounds.left - MARGIN, top: bounds.top - MARGIN });
  return { text: new XMLSerializer().serializeToString(svg), width, height };
}

function copy(from, into, origin) {
  const style = getComputedStyle(from);
  if (style.display === "none" || style.visibility === "hidden" || from.matches(HANDS)) return;
  const box = from.getBoundingClientRect();
  if (box.width === 0 || box.height === 0 || isHiddenFromSight(style)) return;
  const place = { x: round(box.left - origin.left), y: round(box.top - origin.top) };
  if (from.localName === "svg") return into.append(copyOf(from, place, box));
  if (isVisible(style.backgroundColor)) {
    into.append(node("rect", { ...place, width: round(box.width), height: round(box.height), fill: style.backgroundColor }));
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) copy(child, into, origin);
    else if (child.nodeType === Node.TEXT_NODE) letters(child, into, origin, style);
  }
}

/** A text line by line, as the page broke it. */
function letters(text, into, origin, style) {
  const range = document.createRange();
  const lines = [];
  for (const { index, 0: word } of text.data.matchAll(/\s*\S+/g)) {
    range.setStart(text, index + word.search(/\S/));
    range.setEnd(text, index + word.length);
    const [box] = range.getClientRects();
    if (!box) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.box.bottom - box.bottom) < 2) line.words += word.replace(/\s+/g, " ");
    else lines.push({ box, words: word.trimStart() });
  }
  const looks = { fill: style.color, "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight };
  for (const { box, words } of lines) {
    const middle = box.top + box.height / 2 - origin.top;
    into.append(node("text", { x: round(box.left - origin.left), y: round(middle), "dominant-baseline": "central", ...looks }, words));
  }
}

/** A copy of an SVG on the page, which takes its looks along. */
function copyOf(from, place, { width, height }) {
  const copy = from.cloneNode(true);
  const [there, here] = [from, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  there.forEach((part, at) => {
    const style = getComputedStyle(part);
    for (const name of LOOKS) here[at].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "tabindex", "role"]) here[at].removeAttribute(name);
  });
  for (const [name, value] of Object.entries({ ...place, width, height })) copy.setAttribute(name, value);
  return copy;
}

/** For readers who do not see. */
const isHiddenFromSight = ({ clipPath, position }) => position === "absolute" && clipPath !== "none";

const isVisible = (colour) => colour !== "transparent" && !/, 0\)$|\/ 0\)$/.test(colour);

const round = (number) => Math.round(100 * number) / 100;

function node(name, attributes, text = "") {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** An SVG as the bytes of a PNG, at twice its size. @returns {Promise<Blob>} */
export async function pngOf({ text, width, height }) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
