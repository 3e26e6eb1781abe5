// One plain sentence on how the run is going, from its numbers, with what to try.
// Which one it is was decided where the numbers come from: here it is looked up and filled in.

import { filled, number } from "./numbers.js";
import { countUpTo } from "./sorted.js";

/**
 * The most important sentence about the run at the cursor, and no other; parts between `**` are bold.
 *
 * @param {object} given
 * @param {import("./film_store.js").Tracks|null} given.film null where nothing is known of it yet
 * @param {number} given.step where the cursor is
 * @param {{loss: number, what: string}} given.baseline
 * @param {{status: string, sentence: string}} given.engine
 * @param {Record<string, string>} given.words translated templates
 * @param {Record<string, [string, string]>} given.table which sentence and which advice, case by case
 * @param {string} [given.lesson] what the end of just this run teaches
 * @param {string} [given.hopeless] why nothing can be learned
 * @param {{isNothing: boolean, loss: number}|null} [given.simple] the best simple forecast, once it is known
 * @param {boolean} [given.waits] whether the next step is waited for
 */
export function verdict({ film, step, baseline, engine, words, table, lesson = "", hopeless = "", simple = null, waits = true }) {
  if (engine.status === "waiting" && waits) return words.waiting;
  const told = aboutEngine(engine, words) || aboutFilm(film, step, words, lesson);
  return told || aboutLearning(film, step, { baseline, words, table, lesson, hopeless, simple });
}

/**
 * What may be tried about the run at the cursor, by the kind of verdict it goes with; null where it is nothing.
 *
 * @returns {{kind: string, epoch: number, isLowest: boolean}|null} `isLowest`: the epoch with the lowest test loss
 *   is the one at the cursor
 */
export function adviceOf(player, { films }, data) {
  if (data.baseline === null || films.length > 1) return null;
  const film = player.tracks(films[0].run);
  const { step } = player.cursor;
  if (film === null || film.status === "failed" || step > film.lastStep) return null;
  if (film.status === "diverged" && step >= film.lastStep) return { kind: "diverged", epoch: 1, isLowest: false };
  const epochs = countUpTo(film.epochStep, step);
  if (epochs === 0) return null;
  const [, kind] = kindsOf(film, step, { ...data, simple: simpleOf(player, data) });
  const epoch = lowest(film.testLoss.subarray(0, epochs)) + 1;
  return kind ? { kind, epoch, isLowest: epoch === epochs } : null;
}

/** The best simple forecast, as the view of it says; null while it is not known. */
export function simpleOf(player, { simple }) {
  return simple ? player.frameFor(simple.view, simple.run)?.parts[0] ?? null : null;
}

/** Whether the sentence holds one run against the baseline: how that is decided can be asked then. */
export function isAgainstBaseline(player, { films }, { baseline }) {
  const film = baseline !== null && films.length === 1 ? player.tracks(films[0].run) : null;
  return film !== null && countUpTo(film.epochStep, player.cursor.step) > 0;
}

/** How the one run is against the baseline, in a word for its mark; empty where nothing is told yet. */
export function markOf(player, { films }, data) {
  if (data.baseline === null || films.length > 1) return "";
  const film = player.tracks(films[0].run);
  if (film === null) return "";
  const { step } = player.cursor;
  const isBroken = film.status === "failed" || (film.status === "diverged" && step >= film.lastStep);
  if (isBroken) return "notBetter";
  const epochs = countUpTo(film.epochStep, step);
  return epochs ? NAMES[film.verdict[epochs - 1] + 1] : "";
}

/** Whether the next step of any of these runs is waited for: one that is over or paused waits for nothing. */
function isWaiting(player, films) {
  if (player.cursor.mode === "paused") return false;
  return films.some(({ run }) => {
    const film = player.tracks(run);
    return film === null || (!film.isOver && player.stepOf(run) >= film.lastStep);
  });
}

/** Why nothing can be trained yet, or at all; empty where it can. */
function aboutEngine({ status, sentence }, words) {
  if (status === "starting") return words.starting;
  return status === "unavailable" ? sentence : "";
}

function aboutFilm(film, step, words, lesson) {
  if (film === null) return step === 0 ? words.untrained : " ";
  if (film.status === "failed") return film.reason;
  if (step > film.lastStep) return words.putAway;
  if (film.status !== "diverged" || step < film.lastStep) return "";
  const advice = words.divergedAdvice ?? "";
  return filled(lesson ? words.divergedLesson : words.diverged, { step: film.lastStep, lesson, advice }).trim();
}

function aboutLearning(film, step, { baseline, words, table, lesson, hopeless, simple }) {
  if (step === 0) return words.untrained;
  const epochs = countUpTo(film.epochStep, step);
  if (epochs === 0) return words.firstEpoch;
  const test = film.testLoss.subarray(0, epochs);
  const [kind, advice] = kindsOf(film, step, { baseline, table, simple });
  const said = filled(words[kind], {
    lesson: hopeless || lesson,
    advice: hopeless || (words[`${advice}Advice`] ?? ""),
    epoch: lowest(test) + 1,
    test: number(test[epochs - 1]),
    baseline: number(baseline.loss),
    margin: number(film.margin[epochs - 1]),
    what: baseline.what,
    simpleLoss: simple ? number(simple.loss) : "",
  });
  const measuredAt = film.epochStep[epochs - 1];
  return [said.trim(), measuredAt < step ? filled(words.measured, { step: measuredAt }) : ""].filter(Boolean).join(" ");
}

/** Which sentence is said at a step, and which advice goes with it. */
function kindsOf(film, step, { baseline, table, simple }) {
  const at = countUpTo(film.epochStep, step) - 1;
  const isAtItsEnd = film.status === "finished" && step >= film.lastStep;
  const facts = [isAtItsEnd, film.testLoss[at] < baseline.loss, simple?.isNothing ?? false];
  return table[[film.verdict[at], film.course[at], ...facts.map(Number)].join(" ")];
}

/** The verdicts by their numbers from -1 on, as the worker that trains decided them. */
export const NAMES = ["notBetter", "unclear", "better"];

/** Where the lowest value stands first; the first that is no number counts as lower than all. */
function lowest(values) {
  let best = 0;
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) return at;
    if (values[at] < values[best]) best = at;
  }
  return best;
}

/**
 * What the run bar says under the timeline: why nothing comes, else how the one run is going.
 *
 * @param {import("./player.js").Player} player
 * @param {import("./player.js").Experiment} experiment
 * @param {object} data what the run bar was given
 */
export function sentenceOf(player, { films }, data) {
  const { engine, refusals } = player.store;
  const refused = [null, ...films.map(({ run }) => run)].map((run) => refusals.get(run)).find(Boolean);
  if (refused) return refused;
  const { baseline, lesson, hopeless, verdicts: words, table } = data;
  if (baseline === null || films.length > 1) return ofSeveral(player, films, words);
  const film = player.tracks(films[0].run);
  const [waits, simple] = [isWaiting(player, films), simpleOf(player, data)];
  return verdict({ film, step: player.cursor.step, baseline, engine, words, table, lesson, hopeless, simple, waits });
}

/** Of runs that are compared only what holds them up: which is ahead stands with their numbers. */
function ofSeveral(player, films, words) {
  const { engine } = player.store;
  const isHeldUp = engine.status === "waiting" && isWaiting(player, films);
  const told = isHeldUp ? words.waiting : aboutEngine(engine, words);
  return told || (films.map(({ run }) => player.tracks(run)).find((film) => film?.status === "failed")?.reason ?? "");
}
