// Where a learner is in a film. Everything a learner does to a run is an event on the cursor.

/**
 * @typedef {object} Cursor
 * @property {number} step optimizer steps made at the place shown; 0 is the untrained network
 * @property {"paused"|"playing"|"seeking"} mode
 * @property {number|null} goal the step it waits for while it seeks
 * @property {number|null} pace steps a second in slow motion; null is as fast as it goes
 * @property {number} fraction the part of the next step that time has paid for already, 0 to 1
 *
 * @typedef {object} Facts what is known of a film, or of several as one
 * @property {number} lastStep the newest developed step
 * @property {number} totalSteps where the last epoch ends
 * @property {number} epochSteps
 * @property {boolean} isOver whether no step will ever be developed any more
 * @property {"developing"|"finished"|"diverged"|"failed"} status
 *
 * @typedef {{kind: "play"} | {kind: "pause"} | {kind: "tick", seconds: number} | {kind: "seek", step: number}
 *   | {kind: "await", step: number} | {kind: "step", toEpoch?: boolean} | {kind: "choose"} | {kind: "fork"}
 *   | {kind: "pace", pace: number|null}} CursorEvent
 */

/** A whole film plays in no less than these seconds, so that a run of half a second can be watched as well. */
const REPLAY_SECONDS = 4;
/** Steps a second at which a film of few steps plays, for it would crawl otherwise. */
const SLOWEST_REPLAY = 20;
/** Seconds one tick counts at most: a page that was away does not jump when it is back. */
const LONGEST_TICK = 1;
/** Seconds in which the cursor would come to the end of what is developed, so that it never stands between two
 * messages of the server, and mostly has a frame before it to move towards. */
export const LAG_SECONDS = 0.9;
/** As far as "Step" goes in a group by time. */
const TICK_MS = 100;
const MILLISECONDS = 1000;

/** @type {Cursor} */
export const START = Object.freeze({ step: 0, mode: "paused", goal: null, pace: null, fraction: 0 });

/**
 * The only way a cursor changes. Events that no longer apply change nothing.
 *
 * @param {Cursor} cursor
 * @param {CursorEvent} event
 * @param {Facts} film
 * @returns {Cursor}
 */
export function move(cursor, event, film) {
  switch (event.kind) {
    case "play":
      return { ...cursor, mode: "playing", goal: null, step: isAtEnd(cursor, film) ? 0 : cursor.step };
    case "pause":
      return paused(cursor);
    case "tick":
      return after(cursor, event.seconds, film);
    case "seek":
      return { ...paused(cursor), step: Math.max(0, Math.min(event.step, film.lastStep)), fraction: 0 };
    case "await":
      return towards(cursor, event.step, film);
    case "step": {
      const stride = event.toEpoch ? film.epochSteps : 1;
      const from = cursor.mode === "seeking" ? cursor.goal : cursor.step; // presses in a row add up
      return towards(cursor, (Math.floor(from / stride) + 1) * stride, film);
    }
    case "choose":
      return { ...withoutGoal(cursor), step: 0, fraction: 0 };
    case "fork":
      return withoutGoal(cursor);
    case "pace":
      return { ...cursor, pace: event.pace };
    default:
      return cursor;
  }
}

/** How far this learner needs the film; at most where the cursor is, while nothing moves. */
export function wantedStep(cursor, film) {
  if (cursor.mode === "seeking") return cursor.goal;
  if (cursor.mode !== "playing") return cursor.step;
  if (cursor.pace === null) return film.totalSteps;
  return Math.min(film.totalSteps, cursor.step + Math.ceil(3 * cursor.pace) + 1);
}

/** Whether the cursor stands where nothing more comes. */
export const isAtEnd = (cursor, film) => film.isOver && cursor.step >= film.lastStep;

const paused = (cursor) => ({ ...cursor, mode: "paused", goal: null });

/** A step that was waited for belongs to the run before. */
const withoutGoal = (cursor) => (cursor.mode === "seeking" ? paused(cursor) : cursor);

function towards(cursor, wanted, film) {
  const step = Math.min(wanted, film.isOver ? film.lastStep : film.totalSteps);
  if (step <= film.lastStep) return { ...paused(cursor), step: Math.max(step, 0) };
  return { ...cursor, mode: "seeking", goal: step };
}

function after(cursor, seconds, film) {
  if (cursor.mode === "seeking" && (cursor.goal <= film.lastStep || film.isOver)) {
    return { ...paused(cursor), step: Math.min(cursor.goal, film.lastStep) };
  }
  if (cursor.mode !== "playing" || film.lastStep < cursor.step) return cursor; // dropped, and comes back
  const due = beginning(cursor) + speed(cursor, film) * Math.min(Math.max(seconds, 0), LONGEST_TICK);
  const step = Math.min(film.lastStep, cursor.step + Math.floor(due));
  const there = step >= film.lastStep;
  const moved = { ...cursor, step, fraction: there ? 0 : due % 1 };
  return there && film.isOver ? paused(moved) : moved;
}

/** The part of the next step that is paid for: who has just pressed Play sees the first one as soon as it is there. */
const beginning = ({ step, fraction }) => (step === 0 ? 1 : fraction);

/** Steps a second, never back: of a film that still develops no more than lets it arrive when the next steps come. */
export function speed(cursor, film) {
  const end = film.isOver ? film.lastStep : film.totalSteps;
  const wished = cursor.pace ?? Math.max(end / REPLAY_SECONDS, SLOWEST_REPLAY);
  return film.isOver ? wished : Math.max(0, Math.min(wished, (film.lastStep - cursor.step) / LAG_SECONDS));
}

// ---- several films as one

/**
 * @typedef {Facts & {secondsLeft: number|null, secondsPerStep: number|null}} FilmFacts one film's own
 * @typedef {Facts & {secondsLeft: number|null, secondsTrained: number, stepOf: (lane: number, place: number) => number,
 *   wanted: (lane: number, place: number) => number}} Watched a film or a group that a cursor moves in
 */

/** @param {FilmFacts} film @returns {Watched} */
export function alone(film) {
  return { ...film, secondsTrained: trained(film), stepOf: (_lane, place) => place, wanted: (_lane, place) => place };
}

/**
 * Several films watched as one: the same step of each, or by time the same millisecond of each one's own training.
 * It is never ahead of a film that still develops; those that are over hold up nobody.
 *
 * @param {FilmFacts[]} films
 * @param {boolean} byTime
 * @returns {Watched}
 */
export function groupOf(films, byTime = false) {
  const placeOf = (film, step) => (byTime ? roundEven(MILLISECONDS * step * (film.secondsPerStep ?? 0)) : step);
  const open = films.filter((film) => !film.isOver);
  const reached = (open.length ? open : films).map((film) => placeOf(film, film.lastStep));
  const ends = films.map((film) => placeOf(film, film.isOver ? film.lastStep : film.totalSteps));
  const left = open.map((film) => film.secondsLeft);
  const isKnown = left.length > 0 && left.every((seconds) => seconds !== null);
  return {
    isOver: open.length === 0,
    status: films.some((film) => film.status === "failed") ? "failed" : open.length ? "developing" : "finished",
    lastStep: open.length ? Math.min(...reached) : Math.max(...reached),
    totalSteps: Math.max(...ends),
    epochSteps: byTime ? TICK_MS : films[0].epochSteps,
    secondsLeft: isKnown ? left.reduce((sum, seconds) => sum + seconds, 0) : null,
    secondsTrained: Math.min(...open.map(trained)),
    stepOf(lane, place) {
      const pace = films[lane].secondsPerStep;
      const step = byTime && pace ? Math.trunc(place / MILLISECONDS / pace) : place;
      return Math.min(step, films[lane].lastStep);
    },
    wanted(lane, place) {
      const { secondsPerStep: pace, totalSteps } = films[lane];
      if (!byTime) return Math.min(place, totalSteps);
      return pace ? Math.min(Math.ceil(place / MILLISECONDS / pace), totalSteps) : 1;
    },
  };
}

/** For how long it was trained so far. */
const trained = ({ secondsPerStep, lastStep }) => (secondsPerStep ?? 0) * lastStep;

/** The nearest whole number, an even one of two as near: as Python rounds. */
function roundEven(number) {
  const low = Math.floor(number);
  const rest = number - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
}
