// Runs that are compared: which is ahead at the cursor, and the numbers of each.

import { element } from "./dom.js";
import { write } from "./markdown.js";
import { filled, number, short } from "./numbers.js";
import { player } from "./player.js";
import { countUpTo } from "./sorted.js";
import { table } from "./table.js";

/** Losses that differ by less are called about the same. */
const CLOSE = 1.1;

export const lanes = {
  name: "pg-lanes",
  build(view) {
    view.verdict = element("p", "pg-text pg-lanes-verdict", view.root);
    view.table = { root: element("div", table.name, view.root), ending: view.ending };
    table.build(view.table);
  },
  update(view, part, look) {
    const known = part.lanes.map((lane) => ({ ...lane, ...numbersOf(lane.run, part.target) }));
    const simple = part.more ? look.linesOf(part.more).filter(({ is }) => is === "row") : [];
    write(view.verdict, verdict(known, simple, part.words));
    table.update(view.table, tableOf(part, known, simple), look);
  },
};

/** What is known of a run at the cursor. */
function numbersOf(run, target) {
  const film = player().tracks(run);
  if (!film) return { test: null, metrics: {} };
  const step = player().stepOf(run);
  const epochs = countUpTo(film.epochStep, step);
  const tests = film.testLoss.subarray(0, epochs);
  const solved = tests.findIndex((loss) => loss <= target);
  const brokenFirst = film.status === "diverged" && step >= film.lastStep ? NaN : null;
  return {
    test: epochs ? tests[epochs - 1] : brokenFirst,
    at: epochs ? film.epochStep[epochs - 1] : null,
    verdict: epochs ? film.verdict[epochs - 1] : null,
    solved: solved < 0 ? null : film.epochStep[solved],
    pace: film.secondsPerStep,
    metrics: Object.fromEntries(Object.entries(film.metrics).map(([name, values]) => [name, epochs ? values[epochs - 1] : null])),
  };
}

function tableOf({ head, verdicts, metrics, words }, known, simple) {
  const names = Object.keys(metrics);
  const own = ["test", "verdict", "solved", "pace"];
  const rows = known.map((lane) => [
    named(lane, words), told(lane.test), verdicts[lane.verdict] ?? "–", lane.solved === null || lane.solved === undefined ? "–" : String(lane.solved),
    lane.pace ? short(1000 * lane.pace) : "–",
    ...names.map((name) => told(lane.metrics[name])),
  ]);
  const others = simple.map(({ name, loss, metrics: found }) => [
    plain(name), told(loss), "", "", "", ...names.map((one) => told(found[one])),
  ]);
  return {
    head: [head.lane, ...own.map((name) => head[name]), ...names.map((name) => metrics[name])],
    rows: [...rows, ...others],
    align: `l${"r".repeat(own.length + names.length)}`,
    more: null,
  };
}

/** A lane and the step at which its numbers were measured. */
const named = ({ name, at }, words) => (at ? filled(words.at, { lane: `**${plain(name)}**`, step: at }) : `**${plain(name)}**`);
/** A factor from here on is told in words; as in `views/words.py`. */
const BEYOND = 1e6;
const told = (value) => (value === null || value === undefined ? "–" : number(value));
const plain = (text) => text.replace(/[\\`*]/g, "\\$&");

/** The lane that is ahead at the cursor; that one run of each may be luck, and whether something simpler does better. */
function verdict(known, simple, words) {
  if (known.some(({ test }) => test === null)) return waiting(words);
  const finite = known.filter(({ test }) => Number.isFinite(test)).sort((a, b) => a.test - b.test);
  if (finite.length < 2) return words.broken;
  const [best, second] = finite;
  const isSame = second.test <= CLOSE * best.test;
  const times = second.test / best.test; // without an end where the best is 0
  const ratio = times < BEYOND ? number(times) : words.beyond;
  const said = filled(isSame ? words.same : words.ahead, { best: plain(best.name), second: plain(second.name), ratio });
  return [said, simpler(simple, best.test, words), words.luck].filter(Boolean).join(" ");
}

function waiting(words) {
  const { cursor } = player();
  if (cursor.mode !== "paused") return words.onTheirWay;
  return cursor.step === 0 ? words.untrained : words.untested;
}

function simpler(simple, lowest, words) {
  const first = simple.reduce((best, one) => (best && best.loss <= one.loss ? best : one), null);
  return first && first.loss < lowest ? filled(words.simpler, { forecast: plain(first.name), loss: number(first.loss) }) : "";
}
