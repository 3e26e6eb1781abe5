// The runs of this browser, newest first. They lie in its own storage; the server keeps nothing.

export const MOST_RUNS = 200;
/** Letters of a file with runs: more are not even read. */
export const LONGEST_FILE = 4e6;
/** As many are kept of the runs for which there was no room, until there is. */
const SHARE = 0.75;
const KEY = "rnn-playground.history";
const VERSION = 1;
const [LONGEST_LINK, LONGEST_NAME] = [9000, 80];
/** Notes of one run, and the letters of one; as a link may hold them (`playground/views/notes.py`). */
export const [MOST_NOTES, LONGEST_NOTE] = [20, 120];
const [LATEST, MOST_STEPS] = [8.64e15, 1e9]; // the last moment that a Date knows
const PAGES = ["train", "text", "attention", "compare", "sweep"];
const MARKS = ["", "better", "unclear", "notBetter", "diverged"];
/** The query of a link as the server writes it, letter by letter: what it says is for the server to judge. */
const QUERY = /^[\w.~%+=&-]+$/;

/**
 * @typedef {object} Kept one run, or several that were compared or searched
 * @property {string} page the page that shows it, as it stands in its address
 * @property {string} link the query of its link, which is the whole experiment
 * @property {string} name as the learner calls it; empty as long as they do not
 * @property {boolean} pinned
 * @property {number} when milliseconds, when it was shown last
 * @property {number} epochs
 * @property {number} step the last one trained
 * @property {number|null} score its last test loss, of several runs the lowest
 * @property {[number, string][]} notes what is pinned to its steps, by rising step
 * @property {string} mark one of `MARKS`: how it is against the baseline
 */

/** The runs in a text of whatever origin; what is none of them is left out. @returns {Kept[]} */
export function parsed(text) {
  try {
    const { v, runs } = JSON.parse(text);
    return v === VERSION && Array.isArray(runs) ? bounded(uniform(runs.map(cleaned).filter(Boolean))) : [];
  } catch {
    return [];
  }
}

/** @param {Kept[]} runs */
export const written = (runs) => JSON.stringify({ v: VERSION, runs });

/** The runs with this one in front; what a learner gave to it before, it keeps. @param {Kept[]} runs */
export function noted(runs, run) {
  const fresh = cleaned({ ...runs.find((one) => isSame(one, run)), ...run });
  return fresh ? bounded([fresh, ...runs.filter((one) => !isSame(one, run))]) : runs;
}

/** The runs with a change to one of them, which stays in its place. */
export const changed = (runs, run, change) => runs.map((one) => (isSame(one, run) ? cleaned({ ...one, ...change }) : one));

/** The runs without one of them. */
export const without = (runs, run) => runs.filter((one) => !isSame(one, run));

/** Both, newest first; where both have a run, the newer entry stays, with the name, the pin and the notes of either. */
export function merged(runs, others) {
  const sorted = [...runs, ...others].sort((one, other) => other.when - one.when);
  return bounded(uniform(sorted.map((run) => {
    const all = sorted.filter((one) => isSame(one, run));
    const notes = notesIn(all.flatMap((one) => one.notes).reverse());
    return { ...run, notes, name: all.find(({ name }) => name)?.name ?? "", pinned: all.some(({ pinned }) => pinned) };
  })));
}

export const isSame = (one, other) => one.page === other.page && one.link === other.link;

/** Each run once, as it stands first. */
function uniform(runs) {
  const known = new Map();
  for (const run of runs) {
    const key = `${run.page}?${run.link}`;
    if (!known.has(key)) known.set(key, run);
  }
  return [...known.values()];
}

/** Not more than can be kept: the oldest go, and those first to which nobody gave anything. */
function bounded(runs, most = MOST_RUNS) {
  const kept = [...runs];
  while (kept.length > most) {
    const plain = kept.findLastIndex(({ name, pinned, notes }) => !name && !pinned && notes.length === 0);
    kept.splice(plain < 0 ? kept.length - 1 : plain, 1);
  }
  return kept;
}

/** @returns {Kept|null} */
function cleaned(given) {
  const { page, link, name, pinned, when, epochs, step, score, mark, notes } = given ?? {};
  if (!PAGES.includes(page) || typeof link !== "string" || link.length > LONGEST_LINK || !QUERY.test(link)) return null;
  return {
    ...{ page, link, name: line(name, LONGEST_NAME), pinned: pinned === true },
    ...{ when: between(when, LATEST), epochs: between(epochs, MOST_STEPS), step: between(step, MOST_STEPS) },
    ...{ score: Number.isFinite(score) ? score : null, mark: MARKS.includes(mark) ? mark : "" },
    notes: notesIn(notes),
  };
}

/** Notes as a run keeps them: one for a step, by rising step. @returns {[number, string][]} */
export function notesIn(given) {
  const notes = new Map();
  for (const one of Array.isArray(given) ? given.slice(0, MOST_NOTES) : []) {
    const [step, text] = Array.isArray(one) ? [one[0], line(one[1], LONGEST_NOTE)] : [null, ""];
    if (Number.isInteger(step) && step >= 0 && step <= MOST_STEPS && text) notes.set(step, text);
  }
  return [...notes].sort(([one], [other]) => one - other);
}

/** One line of what somebody typed. */
const line = (text, most) => (typeof text === "string" ? text.replace(/[\p{Cc}\s]+/gu, " ").trim().slice(0, most) : "");

const between = (value, most) => (Number.isInteger(value) && value >= 0 && value <= most ? value : 0);

/** The page's history. Every component has a copy of this file; the first one's history serves all. */
export function history() {
  window.rnnHistory ??= new History(storageOf(window));
  return window.rnnHistory;
}

export class History {
  /** @param {Storage|null} storage null where the browser keeps nothing, such as in a private window */
  constructor(storage) {
    Object.assign(this, { storage, memory: [], isKept: storage !== null, listeners: new Set() });
  }

  /** @returns {Kept[]} newest first */
  runs() {
    if (this.isKept) {
      try {
        return parsed(this.storage.getItem(KEY) ?? "");
      } catch {
        this.isKept = false;
      }
    }
    return this.memory;
  }

  /** Put what `act` makes of the runs in their place; another tab may have changed them in between. */
  change(act) {
    this.memory = act(this.runs());
    this.#write();
    for (const hear of [...this.listeners]) hear();
  }

  /** A run was shown, or has gone further. @param {Partial<Kept>} run */
  note(run) {
    this.change((runs) => noted(runs, run));
  }

  /** Call `hear` when the runs are others, here or in another tab. */
  listen(hear, signal) {
    this.listeners.add(hear);
    signal.addEventListener("abort", () => this.listeners.delete(hear));
    globalThis.addEventListener?.("storage", ({ key }) => (key === KEY || key === null) && hear(), { signal });
  }

  /** Where there is no room for all, the oldest go; where there is none at all, they last as long as the page. */
  #write() {
    for (let most = this.memory.length; this.isKept && most >= 0; most = Math.ceil(most * SHARE) - 1) {
      try {
        const fitting = bounded(this.memory, most);
        this.storage.setItem(KEY, written(fitting));
        this.memory = fitting;
        return;
      } catch {
        continue; // full
      }
    }
    this.isKept = false;
  }
}

/** Null where the browser has none for this page. */
function storageOf(world) {
  try {
    return world.localStorage ?? null;
  } catch {
    return null;
  }
}
