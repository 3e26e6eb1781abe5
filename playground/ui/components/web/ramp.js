// Colours of numbers from -1 to 1.

import { themeAt } from "./theme.js";

/** As `playground.charts.theme` writes the page's ground. */
const PAPER = "#ffffff";
const HALF = 32;
const ramps = new Map();

/** @typedef {[number, string][]} Scale colours at places from 0 to 1 */

/** A copy of one of Plotly's traces whose colours stand on this ground. */
export function grounded(trace, ground) {
  const { colorscale } = trace;
  return Array.isArray(colorscale) ? { ...trace, colorscale: onGround(colorscale, ground) } : { ...trace };
}

/** The scale with this ground for paper. @param {Scale} scale @param {string} ground @returns {Scale} */
export const onGround = (scale, ground) => scale.map(([at, colour]) => [at, colour === PAPER ? ground : colour]);

/**
 * A function from a number to its colour.
 *
 * @param {Scale} scale from -1, at 0, to 1, at 1
 * @param {Element} node stands on the page's ground
 */
export function rampOf(scale, node) {
  const { background } = themeAt(node);
  const key = JSON.stringify([scale, background]);
  if (!ramps.has(key)) ramps.set(key, colours(onGround(scale, background)));
  const found = ramps.get(key);
  return (value) => found[Math.round((Math.max(-1, Math.min(1, value)) + 1) * HALF)];
}

function colours(scale) {
  return Array.from({ length: 2 * HALF + 1 }, (_, place) => mixed(scale, place / (2 * HALF)));
}

function mixed(scale, at) {
  const after = Math.max(1, scale.findIndex(([stop]) => stop >= at));
  const [[from, one], [to, other]] = [scale[after - 1], scale[after]];
  return `color-mix(in srgb, ${other} ${Math.round((100 * (at - from)) / (to - from))}%, ${one})`;
}
