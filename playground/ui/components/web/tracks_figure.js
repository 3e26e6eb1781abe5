// Lines of the numbers that the browser has of films: losses and gradient norms, step by step.

import { drawnOf, withFrame } from "./drawn.js";
import { clippedParts, keptPoints, smoothed } from "./lines.js";
import { logRange, lossRange, roundUp, testRange } from "./loss_axis.js";

/** The part of a run at either end that the words of a level may cover. */
const PART = 0.25;
const caches = new WeakMap();

/**
 * The figure of a part, its lines filled with what is known of the films. In the `meta` of a trace stands which
 * numbers of which run it shows, in that of the layout how its vertical axis is fitted to them.
 *
 * @param {object} part
 * @param {(run: string) => import("./film_store.js").Tracks|null} tracksOf
 * @returns {import("./drawn.js").Drawn}
 */
export function filledOf(part, tracksOf) {
  const { traces, layout } = drawnOf(part);
  const runs = [...new Set(traces.map(({ meta }) => meta?.run).filter(Boolean))];
  const state = runs.map((run) => lengths(tracksOf(run))).join();
  const cache = caches.get(part);
  if (cache?.state === state) return cache.drawn;
  const films = runs.map(tracksOf).filter(Boolean);
  const bySeconds = traces.some(({ meta }) => meta?.seconds);
  const axes = fitted(bySeconds ? inSeconds(layout, films) : layout, films);
  const lines = traces.map((trace) => {
    if (trace.meta?.of) return line(trace, tracksOf(trace.meta.run));
    return trace.meta?.level === undefined ? trace : label(trace, films, axes.xaxis.range[1]);
  });
  const drawn = withFrame(lines, axes);
  caches.set(part, { state, drawn });
  return drawn;
}

/** Whether a part's lines are filled here. */
export const isOfTracks = (part) => drawnOf(part).traces.some(({ meta }) => meta?.of);

const lengths = (tracks) => (tracks ? `${tracks.lastStep}/${tracks.epochStep.length}/${tracks.secondsPerStep}` : "");

function line(trace, tracks) {
  const { of, smoothing = 0, seconds = false } = trace.meta;
  const pace = seconds ? tracks?.secondsPerStep : 1;
  if (!tracks || !pace) return { ...trace, x: [], y: [] };
  const known = trace.meta.clipping ? clipped(tracks[of], trace.meta.clipping) : tracks[of];
  const values = smoothing ? smoothed(known, smoothing) : known;
  const steps = of === "testLoss" ? tracks.epochStep : null;
  const kept = keptPoints(values);
  return {
    ...trace,
    x: Float64Array.from(kept, (at) => pace * (steps ? steps[at] : at + 1)),
    y: (values instanceof Float32Array ? Float32Array : Float64Array).from(kept, (at) => (Number.isFinite(values[at]) ? values[at] : NaN)),
  };
}

/** The values after clipping; a gap where nothing is clipped. Each norm holds for the updates after its step. */
function clipped(values, clipping) {
  const found = new Float32Array(values.length).fill(NaN);
  for (const { start, end, norm } of clippedParts(clipping, values.length)) {
    for (let at = start; at < end; at++) found[at] = Math.min(values[at], norm);
  }
  return found;
}

/** The words of a level stand at the end that the losses leave free; where both are free, at the right one. */
function label(trace, films, end) {
  const near = (take) => Math.min(...films.flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss].map(
    (values) => nearest(take(values, Math.ceil(values.length * PART)), trace.meta.level))));
  const [left, right] = [near((values, count) => values.slice(0, count)), near((values, count) => values.slice(-count))];
  const isDone = films.every(({ lastStep, totalSteps }) => lastStep > (1 - PART) * totalSteps);
  return isDone && left > right ? { ...trace, x: [0], textposition: "top right" } : { ...trace, x: [end] };
}

/** How far the nearest of these is from a level. */
function nearest(values, level) {
  let least = Infinity;
  for (const value of values) if (Math.abs(value - level) < least) least = Math.abs(value - level);
  return least;
}

/** As long as the slowest run takes. */
function inSeconds(layout, films) {
  const ends = films.map(({ totalSteps, secondsPerStep }) => totalSteps * (secondsPerStep ?? 0));
  return { ...layout, xaxis: { ...layout.xaxis, range: [0, roundUp(Math.max(0, ...ends))] } };
}

function fitted(layout, films) {
  const { fit, baseline = null } = layout.meta ?? {};
  if (!fit) return layout;
  const range = RANGES[fit](films, baseline);
  return range ? { ...layout, yaxis: { ...layout.yaxis, range } } : layout;
}

const logLosses = (films, baseline) => logRange(films.flatMap((film) => [film.trainLoss, film.testLoss]), baseline);

const RANGES = {
  loss: lossRange,
  logLoss: logLosses,
  tests: testRange,
  logTests: logLosses,
  norm: (films) => logRange(films.map((film) => film.gradNorm), null),
};
