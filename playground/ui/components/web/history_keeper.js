// Keeps what the player shows in the browser's history, as soon as an epoch of it is trained.

import { NAMES } from "./verdict.js";

/** Milliseconds between two entries of a run that goes on. */
const EVERY = 1500;

export class Keeper {
  /**
   * @param {import("./player.js").Player} player
   * @param {import("./history.js").History} history
   * @param {AbortSignal} ending
   * @param {ReturnType<typeof browser>} world
   */
  constructor(player, history, ending, world = browser()) {
    Object.assign(this, { player, history, world, data: null, timer: null, known: "" });
    world.onLeaving(() => this.flush(), ending);
    ending.addEventListener("abort", () => this.flush());
  }

  /** What the page shows from now on; what it has shown until now is kept first. @param {object} data the run bar's */
  show(data) {
    if (data.kept?.link !== this.data?.kept.link) {
      this.flush();
      this.known = "";
    }
    this.data = data.kept && data;
    this.stir();
  }

  /** The player has other numbers: they are kept in a while, the first ones at once. */
  stir() {
    if (this.data === null || this.timer !== null) return;
    if (this.known === "") this.flush();
    else this.timer = this.world.setTimeout(() => this.flush(), EVERY);
  }

  flush() {
    this.world.clearTimeout(this.timer);
    this.timer = null;
    const run = this.data && entryOf(this.player, this.data);
    const known = run && JSON.stringify([run.epochs, run.step, run.mark]);
    if (!run || known === this.known) return;
    this.known = known;
    this.history.note({ ...run, when: this.world.now() });
  }
}

/** The experiment as the history keeps it; null before an epoch of it is trained. */
function entryOf(player, { kept, experiment }) {
  const films = experiment.films.map(({ run }) => player.tracks(run)).filter((film) => film?.epochStep.length);
  if (films.length === 0) return null;
  const scores = films.map(({ testLoss }) => testLoss.at(-1)).filter(Number.isFinite);
  return {
    ...kept,
    epochs: Math.max(...films.map(({ epochStep }) => epochStep.length)),
    step: Math.max(...films.map(({ lastStep }) => lastStep)),
    score: scores.length ? Math.min(...scores) : null,
    mark: films.length === 1 ? markOf(films[0]) : "",
  };
}

const markOf = ({ status, verdict }) => (status === "diverged" ? status : NAMES[verdict.at(-1) + 1] ?? "");

function browser() {
  return {
    now: Date.now,
    setTimeout: (act, pause) => setTimeout(act, pause),
    clearTimeout: (timer) => clearTimeout(timer),
    onLeaving(act, signal) {
      addEventListener("pagehide", act, { signal });
      document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && act(), { signal });
    },
  };
}
