// What the page wants of the server, said whole each time.

import { LAG_SECONDS, speed, wantedStep } from "./cursor.js";

const VERSION = 1;
/** Views of one film that are wished for, and the letters of one. */
const MOST_VIEWS = 12;
const MOST_FILMS = 16;
const LONGEST_VIEW = 8000;
/** Seconds of the cursor's way between two frames that are asked for, and in slow motion: pictures move between them. */
const FRAME_EVERY = 0.25;
const SLOW_FRAME_EVERY = 1;
/** Milliseconds to wait for a frame while it plays before another is asked for. */
const PATIENCE = 2000;
/** Seconds from a wish for a frame to the frame: before one has come, and at most. */
const [FIRST_WAIT, LONGEST_WAIT] = [0.3, 1.5];
/** Seconds of training that the cursor may be behind and still goes along with it. */
const ALONG = 2 * LAG_SECONDS;

export class Wishes {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    /** @type {Map<string, Map<string, number>>} how many pictures watch a view, by run and view */
    this.watched = new Map();
    /** @type {Map<string, Set<string>>} by run: the watched views that need frames from all along it */
    this.surveyed = new Map();
    /** @type {Map<string, {step: number, since: number}>} by run: the frame under way while it plays */
    this.asked = new Map();
    /** Seconds that the last one took to come. */
    this.wait = FIRST_WAIT;
  }

  /** @returns {() => void} */
  watch(view, run) {
    const views = this.watched.get(run) ?? new Map();
    this.watched.set(run, views.set(view, (views.get(view) ?? 0) + 1));
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      views.set(view, views.get(view) - 1);
      if (views.get(view) === 0) {
        views.delete(view);
        this.surveyed.get(run)?.delete(view);
      }
      if (views.size === 0 && this.watched.get(run) === views) this.watched.delete(run);
    };
  }

  /** A watched view shows the whole run. */
  survey(view, run) {
    this.surveyed.set(run, (this.surveyed.get(run) ?? new Set()).add(view));
  }

  #alongOf(run, views) {
    const known = this.surveyed.get(run);
    return known ? views.filter((view) => known.has(view)) : [];
  }

  /** Another experiment: nothing is under way for it yet. */
  forget() {
    this.asked.clear();
  }

  /** The wish of this moment, as the server reads it; null before there is an experiment. */
  now() {
    const { experiment, cursor } = this.player;
    if (!experiment) return null;
    const { viewer, language, films } = experiment;
    const place = { step: cursor.step, mode: cursor.mode, serial: experiment.serial };
    const wished = [...films.map((film, lane) => this.#of(film, lane)), ...this.#others(films, experiment.beside ?? [])];
    const known = new Set(wished.map(({ run }) => run));
    for (const { run, until } of this.player.ahead) {
      if (!known.has(run)) wished.push({ ...this.#said({ run }, until, 0), queued: true });
    }
    return { v: VERSION, viewer, language, place, films: wished.slice(0, MOST_FILMS) };
  }

  /** Films that are not played: those beside the run, and those of which only pictures are shown. */
  #others(films, beside) {
    const played = new Set(films.map(({ run }) => run));
    const known = new Map(beside.map((film) => [film.run, film]));
    const watched = [...this.watched.keys()].filter((run) => !played.has(run) && !known.has(run));
    const own = films[0]?.proof ? { proof: films[0].proof } : {}; // they learn from the same data
    return [
      ...[...known.values()].map((film) => this.#beside(film)),
      ...watched.map((run) => this.#said({ run, ...own }, 0, 0)),
    ];
  }

  /** As far as the cursor goes. */
  #beside(film) {
    const step = Math.min(this.player.cursor.step, film.totalSteps ?? 0);
    return this.#said(film, step, Math.min(step, this.player.store.have(film.run)));
  }

  #said({ run, proof }, until, at) {
    const { store, isResting, world } = this.player;
    const have = store.have(run);
    const isQuiet = isResting || world.isHidden();
    const views = isQuiet ? [] : this.#viewsOf(run);
    const said = { run, ...(proof ? { proof } : {}), until: isQuiet ? have : until, have, queued: false, views };
    return { ...said, at: views.length ? at : null };
  }

  #of({ run, proof, queued = false }, lane) {
    const { player } = this;
    const have = player.store.have(run);
    const said = { run, ...(proof ? { proof } : {}) };
    if (player.isResting || player.world.isHidden()) return { ...said, until: have, have, at: null, queued, views: [] };
    const facts = player.facts();
    const until = facts.wanted(lane, wantedStep(player.cursor, facts));
    const views = this.#viewsOf(run);
    return { ...said, until, have, at: this.#at(run, views, have), queued, views, along: this.#alongOf(run, views) };
  }

  #viewsOf(run) {
    const views = [...(this.watched.get(run)?.keys() ?? [])];
    return views.filter((view) => view.length <= LONGEST_VIEW).slice(0, MOST_VIEWS);
  }

  /** The step for which frames are wanted exactly; null where those that come are enough. */
  #at(run, views, have) {
    const { player } = this;
    const step = player.stepOf(run);
    if (!views.length || step > have) return null;
    if (player.cursor.mode !== "playing") {
      this.asked.delete(run);
      return step;
    }
    if (this.#isUnderWay(run, views)) return this.asked.get(run).step;
    this.#arrived(run);
    const far = (from) => Math.max(...views.map((view) => player.store.distance(run, view, from)));
    const hasSome = far(step) < Infinity;
    if (hasSome && this.#goesAlong(run, step)) return null;
    const next = hasSome ? Math.min(have, player.stepOf(run, this.#ahead())) : step;
    if (far(next) <= this.#near(run)) return null;
    this.asked.set(run, { step: next, since: player.world.now() });
    return next;
  }

  /** As many steps away a frame is near. */
  #near(run) {
    return this.player.stepOf(run, this.#every() * this.#speed()) - this.player.stepOf(run);
  }

  #every() {
    return this.player.cursor.pace === null ? FRAME_EVERY : SLOW_FRAME_EVERY;
  }

  #speed() {
    return speed(this.player.cursor, this.player.facts());
  }

  /** So far on there must be a frame: the cursor moves towards it while the one after it is made. */
  #ahead() {
    return Math.round((2 * this.wait + this.#every()) * this.#speed());
  }

  /** The frame that was under way is there, or given up. */
  #arrived(run) {
    const asked = this.asked.get(run);
    if (!asked) return;
    this.wait = Math.min(LONGEST_WAIT, Math.abs(this.player.world.now() - asked.since) / 1000);
    this.asked.delete(run);
  }

  /** Whether the cursor follows the training, whose worker paints on the way: then any frame will do. */
  #goesAlong(run, step) {
    const { cursor } = this.player;
    const tracks = this.player.tracks(run);
    if (!tracks || tracks.isOver || cursor.pace !== null) return false;
    return (tracks.lastStep - step) * (tracks.secondsPerStep ?? 0) <= ALONG;
  }

  /** One is asked for at a time, or a slow one would be overtaken each time and never be seen. */
  #isUnderWay(run, views) {
    const { store, world } = this.player;
    const asked = this.asked.get(run);
    if (!asked || Math.abs(world.now() - asked.since) > PATIENCE) return false;
    const isMissing = (view) =>
      store.distance(run, view, asked.step) > 0 && store.failure(run, view)?.step !== asked.step;
    return views.some(isMissing);
  }
}
