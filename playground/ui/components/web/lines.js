// The changes to a line before it is drawn: honest smoothing, and thinning that keeps spikes.

/** Points of one line that are drawn, at most. */
export const MOST_POINTS = 600;

/**
 * Debiased exponential moving average that only looks back: `sum_k strength^k x[t-k] / sum_k strength^k` over the
 * finite values so far. It starts at the first value and not at zero; a gap counts as time that passed.
 *
 * @param {ArrayLike<number>} values
 * @param {number} strength weight of the past, 0 to less than 1
 * @returns {Float64Array} NaN where the value itself is not finite
 */
export function smoothed(values, strength) {
  if (!(strength >= 0 && strength < 1)) throw new RangeError(`strength must be in [0, 1), not ${strength}`);
  const average = new Float64Array(values.length);
  let total = 0;
  let weight = 0;
  for (let t = 0; t < values.length; t++) {
    const isFinite = Number.isFinite(values[t]);
    total = strength * total + (isFinite ? values[t] : 0);
    weight = strength * weight + (isFinite ? 1 : 0);
    average[t] = isFinite ? total / weight : NaN;
  }
  return average;
}

/**
 * The parts of `count` steps in which gradients are clipped: the updates from `start` on, before `end`.
 *
 * @param {[number, number|null][]} clipping norms, null for none, each with the step from which it holds
 * @param {number} count
 * @returns {{start: number, end: number, norm: number}[]}
 */
export function clippedParts(clipping, count) {
  const ends = [...clipping.slice(1).map(([start]) => start), count];
  return clipping
    .map(([start, norm], at) => ({ start, end: Math.min(ends[at], count), norm }))
    .filter(({ start, end, norm }) => norm !== null && start < end);
}

/**
 * Indices of the points worth drawing: each bin's lowest and highest, in order, the first and the last.
 *
 * Bins hold a power of two of points, counted from the start, so a growing line keeps its bins until they double,
 * and nothing flickers.
 *
 * @param {ArrayLike<number>} values
 * @param {number} most
 * @returns {Int32Array}
 */
export function keptPoints(values, most = MOST_POINTS) {
  const count = values.length;
  if (count <= most) return Int32Array.from({ length: count }, (_, at) => at);
  let size = 4;
  while (2 * Math.ceil(count / size) > most - 2) size *= 2;
  const kept = new Set([0]);
  for (let start = 0; start < count; start += size) {
    const [low, high] = extremes(values, start, Math.min(start + size, count));
    kept.add(Math.min(low, high)).add(Math.max(low, high));
  }
  return Int32Array.from(kept.add(count - 1));
}

/** Where the lowest and the highest finite value stand; the start where there is none. */
function extremes(values, start, end) {
  let low = -1;
  let high = -1;
  for (let at = start; at < end; at++) {
    if (!Number.isFinite(values[at])) continue;
    if (low < 0 || values[at] < values[low]) low = at;
    if (high < 0 || values[at] > values[high]) high = at;
  }
  return low < 0 ? [start, start] : [low, high];
}
