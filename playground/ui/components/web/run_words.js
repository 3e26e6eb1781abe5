// What the run bar says of the place in a film, from numbers and translated templates.

import { filled, general, inLanguage, rangeInWords } from "./numbers.js";

const MILLISECONDS = 1000;

/** "Step 20 of 100", with the numbers as the page's language writes them. */
export function placeWords(step, total, { words, byTime, language }) {
  const written = (number) => inLanguage(number, language);
  return filled(byTime ? words.placeByTime : words.place, { step: written(step), total: written(total) });
}

/**
 * The epoch at a step, or the time that all were trained.
 *
 * @param {number} step
 * @param {import("./cursor.js").Watched} facts
 * @param {{words: Record<string, string>, byTime: boolean, isAlone: boolean, hasEnded: boolean}} told `hasEnded`:
 *   whether a film is over here, and so was trained for less
 */
export function epochWords(step, facts, { words, byTime, isAlone, hasEnded }) {
  if (byTime) {
    const seconds = (step / MILLISECONDS).toFixed(1);
    return filled(hasEnded ? words.afterUpTo : words.after, { seconds });
  }
  const epoch = general(step / facts.epochSteps, 4);
  const epochs = Math.floor(facts.totalSteps / facts.epochSteps);
  return filled(isAlone ? words.epochOf : words.epoch, { epoch, epochs });
}

/** One word on what is happening. */
export function statusWords(cursor, facts, isAlone, statuses) {
  if (facts.status === "failed") return statuses.failed;
  if (facts.isOver && cursor.step >= facts.lastStep) {
    return facts.status === "diverged" ? statuses.diverged : statuses.finished;
  }
  if (cursor.mode === "seeking" && isAlone) return statuses.oneFurther;
  if (cursor.mode !== "paused") return facts.isOver ? statuses.playing : statuses.training;
  return cursor.step === 0 ? statuses.untrained : statuses.paused;
}

/** Seconds of training after which its speed is known; until then it may be twice, or half. */
const SETTLED = 1;
const EITHER_WAY = 2;

/**
 * Measured while it trains, estimated before. A film takes one worker, and who waits for films shares the workers
 * alike.
 *
 * @param {import("./cursor.js").Watched} facts
 * @param {{seconds: number[], words: Record<string, string>, films: number,
 *   engine: {workers: number, viewers: number}, isPaused: boolean}} given `seconds`: from how many to how many all
 *   films take one worker; `isPaused`: this viewer is not among those who wait
 */
export function timeLeft(facts, { seconds, films, engine, isPaused, words }) {
  if (facts.isOver || facts.status === "failed") return "";
  const rate = Math.min(films, engine.workers / Math.max(engine.viewers + (isPaused ? 1 : 0), 1)) || 1;
  const isMeasured = facts.secondsLeft !== null;
  const doubt = facts.secondsTrained >= SETTLED ? 1 : EITHER_WAY;
  const [low, high] = isMeasured ? [facts.secondsLeft / doubt, facts.secondsLeft * doubt] : seconds;
  return filled(isMeasured ? words.left : words.takes, { time: rangeInWords(low / rate, high / rate, words) });
}

/** Whether a run stands at its end only because its epochs are over: with more of them it goes on. */
export const mayGoOn = (cursor, facts) => Boolean(facts.mayGoOn) && cursor.step >= facts.lastStep;
