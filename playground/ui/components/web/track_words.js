// A chart of losses or gradient norms in words and numbers, for who does not see it.

import { drawnOf } from "./drawn.js";
import { MOST_POINTS, clippedParts } from "./lines.js";
import { filled, short } from "./numbers.js";
import { countUpTo } from "./sorted.js";

/**
 * @param {object} part the chart; in the `meta` of its layout stand its templates, and what each run is called
 * @param {(run: string) => import("./film_store.js").Tracks|null} tracksOf
 * @param {(run: string) => number} stepOf where the cursor is in each run
 * @param {number} cursor where it is on the axis
 */
export function trackWords(part, tracksOf, stepOf, cursor) {
  const { meta } = drawnOf(part).layout;
  const about = WAYS[meta.fit] ?? losses;
  const runs = Object.entries(meta.runs);
  const films = runs.map(([run, name]) => ({ name, film: tracksOf(run), step: stepOf(run) }));
  const each = films.map(({ name, film, step }) =>
    film?.lastStep ? about(film, name, meta, step) : filled(meta.told.none, { cell: name }));
  const place = meta.places ? short(cursor) : Math.round(cursor);
  return [...each.flat(), ...comparison(films, meta), filled(meta.told.cursor, { step: place })].filter(Boolean).join(" ");
}

const WAYS = { norm: norms, tests: lane, logTests: lane };

function losses({ trainLoss, testLoss, epochStep }, name, { told, baseline }) {
  const finite = finiteOf(trainLoss);
  const sentences = [];
  if (finite.length) {
    const [first, last] = [finite[0], finite.at(-1)];
    const ends = { start: first + 1, end: last + 1, first: short(trainLoss[first]), last: short(trainLoss[last]) };
    sentences.push(filled(told.train, { cell: name, ...ends }));
  }
  if (finite.length < trainLoss.length) sentences.push(filled(told.diverged, { step: firstBroken(trainLoss) + 1 }));
  const best = bestOf(testLoss);
  if (best !== null) {
    const newest = finiteOf(testLoss).at(-1);
    const values = { last: short(testLoss[newest]), step: epochStep[newest] };
    sentences.push(filled(told.test, { ...values, best: short(testLoss[best]), best_step: epochStep[best] }));
    const level = baseline ?? null;
    if (level !== null) sentences.push(filled(testLoss[best] < level ? told.under : told.over, { baseline: short(level) }));
  }
  return [...sentences, told.changes, trainLoss.length > MOST_POINTS ? told.thinned : ""];
}

function norms({ gradNorm }, name, { told, clipping }) {
  const finite = finiteOf(gradNorm).map((at) => gradNorm[at]);
  if (!finite.length) return [filled(told.none, { cell: name })];
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const sentence = filled(told.norms, { cell: name, low: short(low), high: short(high), last: short(finite.at(-1)) });
  return [sentence, ...clippedParts(clipping, gradNorm.length).map((part) => clippedWords(gradNorm, part, told))];
}

/** How many of the steps in which there was clipping were clipped. */
function clippedWords(gradNorm, { start, end, norm: most }, told) {
  const known = gradNorm.slice(start, end).filter(Number.isFinite);
  const share = (100 * known.filter((norm) => norm > most).length) / Math.max(known.length, 1);
  return filled(told.clipped, { share: short(share), norm: short(most), start: start + 1, end });
}

/** One of several runs, at the cursor or at its newest step. */
function lane({ trainLoss, testLoss, epochStep, lastStep }, name, { told }, step) {
  const here = Math.min(step, lastStep);
  const epochs = countUpTo(epochStep, here);
  const [train, test] = [here ? trainLoss[here - 1] : null, epochs ? testLoss[epochs - 1] : null];
  const said = (value) => (value === null ? told.noneYet : Number.isFinite(value) ? short(value) : told.notFinite);
  const sentences = [filled(told.here, { lane: name, train: said(train), test: said(test), step: here })];
  const best = bestOf(testLoss);
  if (best !== null) sentences.push(filled(told.best, { best: short(testLoss[best]), step: epochStep[best] }));
  const broken = firstBroken(trainLoss);
  return [...sentences, broken < 0 ? "" : filled(told.diverged, { step: broken + 1 })];
}

/** Which of several is lowest, and the levels beside them. */
function comparison(films, { told, baseline }) {
  if (!told.lowest) return [];
  const bests = films.flatMap(({ name, film }) => {
    const best = film && bestOf(film.testLoss);
    return best === null || best === undefined ? [] : [{ name, loss: film.testLoss[best] }];
  });
  const lowest = bests.reduce((low, one) => (low && low.loss <= one.loss ? low : one), null);
  const first = bests.length > 1 ? filled(told.lowest, { best: short(lowest.loss), lane: lowest.name }) : "";
  return [first, baseline ? filled(told.baseline, { baseline: short(baseline) }) : ""];
}

/** Where the lowest finite value stands; null where there is none. */
function bestOf(values) {
  let best = null;
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at]) && (best === null || values[at] < values[best])) best = at;
  }
  return best;
}

const firstBroken = (values) => values.findIndex((value) => !Number.isFinite(value));

/** The places of the finite values. */
function finiteOf(values) {
  const places = [];
  for (let at = 0; at < values.length; at++) if (Number.isFinite(values[at])) places.push(at);
  return places;
}
