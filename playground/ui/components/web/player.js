// The player: one for the page, however many pictures. It holds the films, the cursor and the connection.

import { START, alone, groupOf, move } from "./cursor.js";
import { FilmSocket, filmsAddress } from "./film_socket.js";
import { FilmStore } from "./film_store.js";
import { Wishes } from "./wishes.js";

/** Milliseconds between two wishes of which only the place differs. */
const PLACE_EVERY = 250;
/** Milliseconds between two pictures that move: fifteen a second or more are smooth, and leave the page its time. */
const SMOOTH = 1000 / 15;
/** The same for who prefers less motion. */
const CALM = 500;
/** Milliseconds that a frame may keep one waiting who asks for it. */
const FRAME = 17;

/**
 * @typedef {object} Shown one film of the experiment
 * @property {string} run its link, as the server writes it
 * @property {string} [proof] that own data is this learner's
 * @property {boolean} [queued] developed after the one before it, not beside it
 * @property {number} [totalSteps] what is known before the first message
 * @property {number} [epochSteps]
 *
 * @typedef {object} Experiment
 * @property {number} serial rises with each new experiment; the same changes nothing of the cursor
 * @property {"chosen"|"forked"|"placed"} change what a new serial does: step 0; stay at the step; stand at `beginsAt`
 * @property {Shown[]} films
 * @property {boolean} [byTime]
 * @property {string} viewer
 * @property {string} language
 * @property {boolean} [autoplay] a new serial plays
 * @property {number} [beginsAt] the step to which a new serial that was chosen goes
 * @property {Shown[]} [beside] films that are developed as far as the cursor goes, and are not played
 *
 * @typedef {object} Changed what is other than when it was told last
 * @property {boolean} cursor
 * @property {boolean} state the experiment, the engine, the connection, or why a film cannot be had
 * @property {Set<string>} tracks the runs with other numbers
 * @property {Set<string>} frames the views with other frames, or other failures
 *
 * @typedef {import("./film_socket.js").World & {requestFrame: (act: (time: number) => void) => void,
 *   prefersCalm: () => boolean, onVisible: (act: () => void) => void, address: string}} World
 */

/** The page's player. Every component has a copy of this file; the first one's player serves all. */
export function player() {
  window.rnnPlayer ??= new Player(browser());
  return window.rnnPlayer;
}

export class Player {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.store = new FilmStore();
    this.socket = new FilmSocket(
      {
        address: world.address,
        wish: () => this.wishes.now(),
        onMessage: (buffer) => this.absorb(buffer),
        onState: () => this.#note({ state: true }),
      },
      world,
    );
    this.wishes = new Wishes(this);
    /** @type {import("./cursor.js").Cursor} */
    this.cursor = START;
    /** @type {Experiment|null} */
    this.experiment = null;
    this.isResting = false;
    /** Runs that are developed to a step before anybody opens them. @type {{run: string, until: number}[]} */
    this.ahead = [];
    /** Where other pages' cursors were left, by their viewer. */
    this.left = new Map();
    this.listeners = new Set();
    this.changed = nothing();
    this.isAsked = this.isUrgent = false;
    this.waiting = null; // the timer before the next frame is asked for
    this.framedAt = -Infinity;
    this.before = null; // the time of the last frame, while something moves
    this.toldAt = -Infinity;
    world.onVisible(() => this.#seen());
  }

  /** The experiment the page is about, at each run of its script. @param {Experiment} given */
  show(given) {
    const before = this.experiment;
    this.experiment = given;
    this.isResting = false;
    this.store.retain([...given.films, ...(given.beside ?? [])].map(({ run }) => run));
    this.#known = null;
    if (before && given.viewer !== before.viewer) this.left.set(before.viewer, { serial: before.serial, cursor: this.cursor });
    if (given.serial !== before?.serial || given.viewer !== before?.viewer) this.#begin(given, before);
    else if (Boolean(given.byTime) !== Boolean(before.byTime)) this.#toTheEnd(); // places count other things now
    this.isUrgent = true;
    this.#note({ state: true });
    this.socket.open();
    this.socket.stir();
  }

  /** A hand on the run: play, pause, seek, step, pace. @param {import("./cursor.js").CursorEvent} event */
  act(event) {
    if (!this.experiment) return;
    this.#move(event);
    this.isUrgent = true;
    this.#note({});
    this.socket.stir();
  }

  /** No run is on the page any more: nothing moves, and nothing is wanted, until the next `show`. */
  rest() {
    this.isResting = true;
    this.socket.stir();
  }

  /**
   * A picture on the page needs frames of `view`.
   *
   * @returns {() => void} call it when the picture is gone or out of sight
   */
  watch(view, run) {
    const release = this.wishes.watch(view, run);
    this.socket.stir();
    return () => {
      release();
      this.socket.stir();
    };
  }

  /** A picture of `view` is of the whole run, and needs frames from all along it. */
  survey(view, run) {
    this.wishes.survey(view, run);
    this.socket.stir();
  }

  /** Call `act` once an animation frame at most, when something has changed. @param {(changed: Changed) => void} act */
  subscribe(act) {
    this.listeners.add(act);
    return () => this.listeners.delete(act);
  }

  /** What a picture shows at the cursor. @returns {import("./frame_shelf.js").Frame|null} */
  frameFor(view, run) {
    return this.store.frameAt(run, view, this.stepOf(run));
  }

  /** While it plays: the frame after the one that is shown, and how far on the way to it the cursor is. */
  nextFrameFor(view, run) {
    return this.store.frameAfter(run, view, this.stepOf(run));
  }

  /** All frames there are of a view, by rising step. @returns {import("./frame_shelf.js").Frame[]} */
  framesFor(view, run) {
    return this.store.frames(run, view);
  }

  /** Why there is no exact frame at the cursor, where that is known; else an empty text. */
  failureFor(view, run) {
    const failure = this.store.failure(run, view);
    return failure?.step === this.stepOf(run) ? failure.sentence : "";
  }

  /** @returns {import("./film_store.js").Tracks|null} null before anything is known of the film */
  tracks(run) {
    return this.store.tracks(run);
  }

  /** The step of one film at the cursor, or `ahead` of it: lanes by time are at steps of their own. */
  stepOf(run, ahead = 0) {
    const lane = this.experiment?.films.findIndex((film) => film.run === run) ?? -1;
    const place = this.cursor.step + ahead;
    return lane < 0 ? Math.min(place, this.store.have(run)) : this.facts().stepOf(lane, place);
  }

  /** What is known of the film, or of all films as one. @returns {import("./cursor.js").Watched} */
  facts() {
    this.#known ??= this.#watched();
    return this.#known;
  }

  /** Take in a message of the server. @param {ArrayBuffer} buffer */
  absorb(buffer) {
    const change = this.store.absorb(buffer);
    if (change === null) return;
    const { kind, run, view } = change;
    this.#known = null;
    if (kind === "film") this.#grown(run);
    else if (kind === "gap") return this.socket.stir({ forget: true });
    else if (view !== undefined) this.#note({ frames: view });
    else this.#note({ state: true });
    this.socket.stir();
  }

  #known = null;

  #watched() {
    const shown = this.experiment?.films.length ? this.experiment.films : [{ run: "" }];
    const films = shown.map((film) => this.#factsOf(film));
    const { byTime = false } = this.experiment ?? {};
    return films.length === 1 && !byTime ? alone(films[0]) : groupOf(films, byTime);
  }

  #factsOf({ run, totalSteps = 1, epochSteps = 1 }) {
    const refusal = this.store.refusals.get(run);
    const unknown = {
      ...{ lastStep: 0, totalSteps, epochSteps, isOver: false },
      ...{ status: refusal ? "failed" : "developing", reason: refusal ?? "", secondsLeft: null, secondsPerStep: null },
    };
    return this.store.tracks(run) ?? unknown;
  }

  #begin({ viewer, serial, change, autoplay, beginsAt = 0 }, before) {
    const left = this.left.get(viewer);
    this.wishes.forget();
    if (before?.viewer !== viewer && left?.serial === serial) return this.#comeBack(left.cursor);
    if (before && before.viewer !== viewer) this.cursor = { ...START, pace: this.cursor.pace };
    this.#move({ kind: change === "forked" && before ? "fork" : "choose" });
    if (autoplay) this.#move({ kind: "play" });
    else if (change === "placed" || (change === "chosen" && beginsAt > 0)) this.#move({ kind: "await", step: beginsAt });
  }

  /** To where this page was left. */
  #comeBack(cursor) {
    this.cursor = cursor;
    this.changed.cursor = true;
  }

  #toTheEnd() {
    const { lastStep } = this.facts();
    if (this.cursor.mode !== "playing") this.#move({ kind: "seek", step: lastStep });
    else this.cursor = { ...this.cursor, step: lastStep };
    this.changed.cursor = true;
  }

  #grown(run) {
    if (!this.experiment?.films.some((film) => film.run === run)) return;
    this.#move({ kind: "tick", seconds: 0 }); // it may be what was waited for
    const { isOver, lastStep } = this.facts();
    if (isOver && this.cursor.step > lastStep) this.#move({ kind: "seek", step: lastStep }); // it ends earlier
    this.#note({ tracks: run });
  }

  #move(event) {
    const after = move(this.cursor, event, this.facts());
    const isOther = Object.keys(after).some((name) => name !== "fraction" && after[name] !== this.cursor[name]);
    this.cursor = after;
    if (isOther) this.changed.cursor = true;
    return isOther;
  }

  #note({ state, tracks, frames }) {
    this.changed.state ||= Boolean(state);
    if (tracks !== undefined) this.changed.tracks.add(tracks);
    if (frames !== undefined) this.changed.frames.add(frames);
    this.#ask();
  }

  /** Ask for a frame, soon enough for the next picture: a page that is woken for each frame is busy with nothing. */
  #ask() {
    const { world } = this;
    const pause = this.isUrgent ? 0 : this.framedAt + this.#pause() - FRAME - world.now();
    if (pause <= 0) this.#request();
    else this.waiting ??= world.setTimeout(() => this.#request(), Math.min(pause, CALM));
  }

  #request() {
    this.world.clearTimeout(this.waiting);
    this.waiting = null;
    if (this.isAsked) return;
    this.isAsked = true;
    this.world.requestFrame((time) => this.#frame(time));
  }

  /** Milliseconds between two pictures. */
  #pause() {
    return this.world.prefersCalm() ? CALM : SMOOTH;
  }

  #isMoving() {
    return !this.isResting && this.cursor.mode === "playing" && this.facts().status !== "failed";
  }

  #frame(time) {
    this.isAsked = false;
    if (this.#isMoving()) {
      const seconds = this.before === null ? 0 : (time - this.before) / 1000;
      if (this.#move({ kind: "tick", seconds })) this.socket.stir({ every: PLACE_EVERY });
    }
    this.framedAt = this.world.now();
    if (hasAny(this.changed) && (this.isUrgent || time - this.toldAt >= this.#pause() - FRAME)) this.#tell(time);
    this.before = this.#isMoving() ? time : null;
    if (this.before !== null || hasAny(this.changed)) this.#ask();
  }

  #tell(time) {
    const changed = this.changed;
    this.changed = nothing();
    this.toldAt = time;
    this.isUrgent = false;
    for (const act of [...this.listeners]) {
      try {
        act(changed);
      } catch (error) {
        console.error(error);
      }
    }
  }

  /** The page is seen again, or not any more. */
  #seen() {
    if (!this.experiment) return;
    if (!this.world.isHidden()) this.socket.open();
    this.socket.stir();
  }
}

/** @returns {Changed} */
const nothing = () => ({ cursor: false, state: false, tracks: new Set(), frames: new Set() });
const hasAny = ({ cursor, state, tracks, frames }) => cursor || state || tracks.size > 0 || frames.size > 0;

/** @returns {World} */
function browser() {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  return {
    WebSocket: window.WebSocket,
    setTimeout: (act, pause) => window.setTimeout(act, pause),
    clearTimeout: (timer) => window.clearTimeout(timer),
    now: Date.now,
    random: Math.random,
    isHidden: () => document.visibilityState === "hidden",
    requestFrame: (act) => window.requestAnimationFrame(act),
    prefersCalm: () => calm.matches,
    onVisible(act) {
      document.addEventListener("visibilitychange", act);
      window.addEventListener("online", act);
    },
    address: filmsAddress(import.meta.url),
  };
}
