// A chart of losses or gradient norms in words and numbers, for who does not see it.

import { drawnOf } from "./drawn.js";
import { filled, short } from "./numbers.js";

/**
 * @param {object} part the chart; `told` holds its templates, `names` what each run is called
 * @param {(run: string) => import("./film_store.js").Tracks|null} tracksOf
 * @param {number} step where the cursor is
 */
export function lossWords(part, tracksOf, step) {
  const { told, baseline, runs } = drawnOf(part).layout.meta;
  const about = Object.entries(runs).flatMap(([run, name]) => aboutRun(tracksOf(run), name, told, part.key));
  const level = baseline === null || baseline === undefined ? [] : [filled(told.baseline, { baseline: short(baseline) })];
  return [...about, ...level, filled(told.cursor, { step })].join(" ");
}

function aboutRun(tracks, name, told, key) {
  if (!tracks || tracks.lastStep === 0) return [filled(told.none, { cell: name })];
  return key === "gradient" ? norms(tracks, name, told) : losses(tracks, name, told);
}

function losses({ trainLoss, testLoss, epochStep }, name, told) {
  const finite = finiteOf(trainLoss);
  const sentences = [];
  if (finite.length) {
    const [first, last] = [finite[0], finite.at(-1)];
    const ends = { start: first + 1, end: last + 1, first: short(trainLoss[first]), last: short(trainLoss[last]) };
    sentences.push(filled(told.train, { cell: name, ...ends }));
  }
  if (finite.length < trainLoss.length) {
    const broken = trainLoss.findIndex((value) => !Number.isFinite(value)) + 1;
    sentences.push(filled(told.diverged, { step: broken }));
  }
  const tested = finiteOf(testLoss);
  if (tested.length) {
    const best = tested.reduce((low, at) => (testLoss[at] < testLoss[low] ? at : low));
    const newest = tested.at(-1);
    const values = { last: short(testLoss[newest]), step: epochStep[newest] };
    sentences.push(filled(told.test, { ...values, best: short(testLoss[best]), best_step: epochStep[best] }));
  }
  return sentences;
}

function norms({ gradNorm }, name, told) {
  const finite = finiteOf(gradNorm).map((at) => gradNorm[at]);
  if (!finite.length) return [filled(told.none, { cell: name })];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  return [filled(told.norms, { cell: name, low: short(low), high: short(high), last: short(finite.at(-1)) })];
}

/** The places of the finite values. */
function finiteOf(values) {
  const places = [];
  for (let at = 0; at < values.length; at++) if (Number.isFinite(values[at])) places.push(at);
  return places;
}
