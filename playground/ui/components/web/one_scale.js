// Figures side by side on one vertical range: that which holds all of theirs.

import { withFrame } from "./drawn.js";

/** @type {Map<string, Map<object, {low: number, high: number, at: number}>>} by the scale's name and its stages */
const scales = new Map();
const sums = new WeakMap();

/** The figure on the range of all; one without a range of its own stays as it is. */
export function onOneScale(name, stage, drawn) {
  const own = drawn.layout.yaxis?.range;
  if (!own) return drawn;
  if (!scales.has(name)) scales.set(name, new Map());
  const known = scales.get(name).set(stage, own);
  const widest = [Math.min(...lows(known)), Math.max(...highs(known))];
  if (widest[0] === own[0] && widest[1] === own[1]) return drawn;
  const sum = sums.get(drawn);
  if (sum && sum.range[0] === widest[0] && sum.range[1] === widest[1]) return sum.drawn;
  const wide = withFrame(drawn.traces, { ...drawn.layout, yaxis: { ...drawn.layout.yaxis, range: widest } });
  sums.set(drawn, { range: widest, drawn: wide });
  return wide;
}

/** A stage is on no scale any more. */
export function leaveScale(stage) {
  for (const [name, known] of scales) if (known.delete(stage) && !known.size) scales.delete(name);
}

const lows = (known) => [...known.values()].map(([low]) => low);
const highs = (known) => [...known.values()].map(([, high]) => high);
