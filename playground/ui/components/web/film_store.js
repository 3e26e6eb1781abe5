// What the browser has of films, by their runs: numbers, and the frames of pictures.

import { Film } from "./film.js";
import { read } from "./messages.js";

/** Films kept that are not on the page any more: a learner who goes back sees them at once. */
const MOST_OTHERS = 8;

/**
 * @typedef {object} Tracks what is known of one film; its arrays are views that end where the film ends now
 * @property {number} lastStep
 * @property {number} totalSteps
 * @property {number} epochSteps
 * @property {"developing"|"finished"|"diverged"|"failed"} status
 * @property {boolean} isOver
 * @property {string} reason
 * @property {boolean} mayGoOn whether it ended with its last epoch, so that with more of them it goes on
 * @property {number|null} secondsLeft
 * @property {number|null} secondsPerStep
 * @property {Float32Array} trainLoss (steps,) step `s`, from 1, stands at `s - 1`
 * @property {Float32Array} gradNorm (steps,)
 * @property {Int32Array} epochStep (epochs,) the step at which each epoch ended
 * @property {Float64Array} epochTrainLoss (epochs,)
 * @property {Float64Array} testLoss (epochs,)
 * @property {Float64Array} margin (epochs,) how far that must be from the baseline's to be more than chance
 * @property {Int32Array} verdict (epochs,) 1 better than the baseline, -1 not better, 0 no clear difference
 * @property {Int32Array} course (epochs,) how the training goes: 1 the test loss falls, 2 stuck, 3 overfitting, else 0
 * @property {Record<string, Float64Array>} metrics (epochs,) each
 *
 * @typedef {{kind: "film", run: string} | {kind: "frames"|"frameFailed", run: string, view: string}
 *   | {kind: "engine"|"gathered"} | {kind: "refusal", run: string|null} | {kind: "gap", run: string}} Change
 */

export class FilmStore {
  constructor() {
    /** @type {Map<string, Film>} the one used last stands last */
    this.films = new Map();
    /** How the server's workers are. */
    this.engine = { status: "ready", workers: 1, viewers: 1, sentence: "" };
    /** @type {Map<string|null, string>} why a film, or under null all of them, cannot be had */
    this.refusals = new Map();
    /** @type {Map<string, number>} how many of the runs that the page waits for are over, by their name */
    this.gathered = new Map();
  }

  /**
   * Take in one message of the server.
   *
   * @param {ArrayBuffer} buffer
   * @returns {Change|null} what is other than before; null for what is no message: it changes nothing
   */
  absorb(buffer) {
    let message;
    try {
      message = read(buffer);
    } catch (error) {
      console.warn(String(error));
      return null;
    }
    return TAKERS[message.kind](this, message);
  }

  /** The numbers of a film; null before anything is known of it. @returns {Tracks|null} */
  tracks(run) {
    const film = this.films.get(run);
    return film?.isKnown ? film.tracks() : null;
  }

  /** The last step whose numbers are here. */
  have(run) {
    return this.films.get(run)?.lastStep ?? 0;
  }

  /** The newest frame at or before `step`, else the first after. @returns {import("./frame_shelf.js").Frame|null} */
  frameAt(run, view, step) {
    return this.films.get(run)?.shelves.get(view)?.at(step) ?? null;
  }

  /** The frame after that, and how far on the way to it `step` is. */
  frameAfter(run, view, step) {
    return this.films.get(run)?.shelves.get(view)?.after(step) ?? null;
  }

  /** All frames of a view. @returns {import("./frame_shelf.js").Frame[]} */
  frames(run, view) {
    return this.films.get(run)?.shelves.get(view)?.all() ?? [];
  }

  /** How many steps away from `step` the nearest frame is; Infinity where there is none. */
  distance(run, view, step) {
    return this.films.get(run)?.shelves.get(view)?.distance(step) ?? Infinity;
  }

  /** Why the frame asked for last could not be had. @returns {{step: number, sentence: string}|null} */
  failure(run, view) {
    return this.films.get(run)?.failures.get(view) ?? null;
  }

  /** Keep these films, and of all others the few that were used last. */
  retain(runs) {
    for (const run of runs) if (this.films.has(run)) this.open(run);
    const others = [...this.films.keys()].filter((run) => !runs.includes(run));
    for (const run of others.slice(0, Math.max(0, others.length - MOST_OTHERS))) this.films.delete(run);
  }

  /** The film of a run, which is the one used last from now on. */
  open(run) {
    const film = this.films.get(run) ?? new Film();
    this.films.delete(run);
    this.films.set(run, film);
    return film;
  }
}

const TAKERS = {
  film(store, message) {
    const { run, from } = message;
    if (from > store.have(run)) return { kind: "gap", run }; // something was lost: it is asked for again
    store.refusals.delete(run);
    store.refusals.delete(null);
    store.open(run).append(message);
    return { kind: "film", run };
  },
  frames(store, { run, view, frames }) {
    const film = store.open(run);
    const shelf = film.shelf(view);
    for (const { step, bytes } of frames) {
      shelf.put(step, bytes);
      if (film.failures.get(view)?.step === step) film.failures.delete(view);
    }
    return { kind: "frames", run, view };
  },
  frameFailed(store, { run, view, step, sentence }) {
    store.open(run).failures.set(view, { step, sentence });
    return { kind: "frameFailed", run, view };
  },
  engine(store, { status, workers, viewers, sentence }) {
    store.engine = { status, workers, viewers, sentence };
    return { kind: "engine" };
  },
  gathered(store, { name, ended }) {
    store.gathered.set(name, ended);
    return { kind: "gathered" };
  },
  refusal(store, { run, sentence }) {
    store.refusals.set(run, sentence);
    return { kind: "refusal", run };
  },
};
