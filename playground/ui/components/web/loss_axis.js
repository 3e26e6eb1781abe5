// Ranges of the axes under growing lines: they change rarely and in steps, and an explosion does not stretch them.

/** Times the first loss beyond which a linear axis no longer follows. */
const EXPLODED = 10;
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/**
 * A linear axis of losses: from 0 where that leaves room to see.
 *
 * @param {{trainLoss: ArrayLike<number>, testLoss: ArrayLike<number>}[]} films
 * @param {number|null} baseline
 * @returns {number[]|null}
 */
export function lossRange(films, baseline) {
  const [low, high] = ends(films.flatMap((film) => [film.trainLoss, film.testLoss]));
  if (high < low) return null;
  const firsts = films.map((film) => film.trainLoss[0]).filter(Number.isFinite);
  const usual = Math.max(baseline ?? 0, ...firsts);
  if (high > EXPLODED * usual) return [0, roundUp(3 * usual)];
  const floor = Math.min(low, baseline ?? high);
  const top = Math.max(high, baseline ?? high);
  if (floor <= 0.5 * top) return [0, roundUp(1.05 * top)];
  const room = roundUp(top - floor || 0.1 * top) / 4;
  return [Math.floor(floor / room - 0.5) * room, Math.ceil(top / room + 0.5) * room];
}

/** A linear axis for what is compared, the test losses; where train losses begin may be above it. */
export function testRange(films, baseline) {
  const [, high] = ends(films.map((film) => film.testLoss));
  if (!Number.isFinite(high)) return lossRange(films, baseline);
  const firsts = films.map((film) => film.trainLoss[0]).filter(Number.isFinite);
  const usual = EXPLODED * Math.max(baseline ?? 0, ...firsts);
  return [0, roundUp(1.15 * Math.min(Math.max(high, baseline ?? 0), usual || high))];
}

/** A logarithmic axis, as powers of ten. @returns {number[]|null} */
export function logRange(lists, level) {
  let [low, high] = ends(lists, (value) => value > 0);
  if (high < low) return null;
  if (level > 0) [low, high] = [Math.min(low, level), Math.max(high, level)];
  const [from, to] = [Math.floor(2 * Math.log10(low) - 0.1) / 2, Math.ceil(2 * Math.log10(high) + 0.1) / 2];
  return [from, Math.max(to, from + 0.5)];
}

/** The next round number that is not smaller. */
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * STEPS.find((step) => step * unit >= value * (1 - 1e-12));
}

function ends(lists, counts = () => true) {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (let at = 0; at < list.length; at++) {
      const value = list[at];
      if (!Number.isFinite(value) || !counts(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
