// What a run of the history is called: its problem, its cell, and what else differs from that problem's preset.

import { filled } from "./numbers.js";

const [FEWEST, MOST] = [2, 4]; // lanes

/**
 * @typedef {object} Names
 * @property {Record<string, string>} problems their titles
 * @property {Record<string, string>} cells those they begin with
 * @property {Record<string, {label: string, values: Record<string, string>, isBare: boolean, isShared: boolean}>} settings
 * @property {string} named a template of `setting` and `value`
 */

/** The title, then the cell and what else differs. @param {{link: string}} run @param {Names} names */
export function described({ link }, names) {
  const { problem = "", lanes, sweep, ...given } = valuesOf(link);
  const title = own(names.problems, problem) ?? problem;
  const usual = own(names.cells, problem) ?? "";
  const settings = lanes || sweep ? given : { "model.cell": usual, ...given };
  const differs = Object.entries(settings).filter(([path]) => own(names.settings, path)).map((one) => named(one, names));
  if (lanes) differs.unshift(lanes.split("/").map((lane) => laneName(lane, usual, names)).join(" / "));
  if (sweep) differs.unshift(...sweepNames(sweep, names));
  return { title, differs };
}

/**
 * Whether these runs can be lanes of one comparison: as far as the links tell, which the server reads again.
 *
 * @returns {{link: string}|{shared: string}|null} the query for the page, or what they would have to share; null
 *   where there are too few or too many runs
 */
export function comparison(runs, names) {
  const alone = runs.filter(({ page }) => page !== "compare" && page !== "sweep");
  if (alone.length < FEWEST || alone.length > MOST) return null;
  const [first, ...others] = alone.map(({ link }) => valuesOf(link));
  const paths = ["problem", ...Object.keys(names.settings).filter((path) => names.settings[path].isShared)];
  const shared = paths.find((path) => others.some((other) => other[path] !== first[path]));
  if (shared) return { shared: names.settings[shared === "problem" ? "task.name" : shared].label };
  return { link: `runs=${encodeURIComponent(alone.map(({ link }) => link).join("|"))}` };
}

const valuesOf = (link) => Object.fromEntries(new URLSearchParams(link));

const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

function named([path, text], { settings, named: template }) {
  const { label, values, isBare } = settings[path];
  if (isBare) return label;
  const value = own(values, text) ?? text;
  return path === "model.cell" ? value : filled(template, { setting: label, value });
}

function laneName(lane, cell, names) {
  const pairs = lane.split(",").map((pair) => pair.split(":")).filter(([path]) => own(names.settings, path));
  return Object.entries({ "model.cell": cell, ...Object.fromEntries(pairs) }).map((pair) => named(pair, names)).join(", ");
}

/** The cells, then the settings that are searched. */
function sweepNames(sweep, names) {
  const [, cells = "", ...axes] = sweep.split(";");
  const searched = axes.map((axis) => own(names.settings, axis.split(":")[0])?.label).filter(Boolean);
  return [cells.split(",").map((cell) => named(["model.cell", cell], names)).join(", "), ...searched];
}
