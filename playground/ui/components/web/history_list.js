// The history as a list: open a run, name it, pin it, compare those that are pinned, forget; take it along as a file.

import { component } from "./component.js";
import { element, say } from "./dom.js";
import { changed, history, isSame, LONGEST_FILE, merged, parsed, without, written } from "./history.js";
import { icon } from "./icons.js";
import { filled, number } from "./numbers.js";
import { comparison, described } from "./run_names.js";
import { saveFile } from "./files.js";

const FILE = "rnn-playground-history.json";
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

export default component({ tag: "div", name: "pg-history", build, update: draw });

function build(view) {
  const bar = element("div", "pg-history-bar", view.root);
  view.compare = element("a", "pg-button", bar);
  icon("compare", view.compare);
  view.comparing = element("span", "", view.compare);
  view.why = element("span", "pg-history-why", bar);
  view.list = element("ul", "pg-history-runs", view.root);
  view.rows = [];
  view.told = element("p", "pg-history-told", view.root);
  view.told.setAttribute("role", "status");
  const foot = element("div", "pg-history-bar", view.root);
  view.export = button(foot, "save", () => saveFile(FILE, written(history().runs()), "application/json"));
  view.import = button(foot, "open", () => view.file.click());
  view.file = element("input", "", foot);
  Object.assign(view.file, { type: "file", accept: ".json,application/json", hidden: true });
  view.file.addEventListener("change", () => take(view, view.file.files[0]));
  view.forget = button(foot, "cross", () => ask(view, true));
  view.sure = button(foot, "cross", () => forgetAll(view));
  view.keep = button(foot, "", () => ask(view, false));
  ask(view, false);
  history().listen(() => view.given && draw(view, view.given.data), view.ending);
}

function button(parent, drawn, act) {
  const node = element("button", "pg-button", parent);
  node.type = "button";
  node.addEventListener("click", act);
  if (drawn) icon(drawn, node);
  element("span", "", node);
  return node;
}

const name = (node, text) => say(node.lastChild, text);

function draw(view, { words, names, page, language }) {
  const runs = history().runs();
  while (view.rows.length > runs.length) view.rows.pop().node.remove();
  while (view.rows.length < runs.length) view.rows.push(row(view));
  const now = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  runs.forEach((run, at) => fill(view.rows[at], run, { words, names, page, now }));
  compare(view, runs, words, names);
  name(view.export, words.export);
  name(view.import, words.import);
  name(view.forget, words.forgetAll);
  name(view.sure, filled(words.sure, { count: runs.length }));
  name(view.keep, words.keep);
  for (const node of [view.export, view.forget]) node.disabled = runs.length === 0;
  if (!history().isKept) say(view.told, words.notKept);
  else if (runs.length === 0) say(view.told, words.none);
  else if ([words.none, words.notKept].includes(view.told.textContent)) say(view.told, "");
}

// ---- one run

function row(view) {
  const node = element("li", "pg-history-run", view.list);
  const one = { node, mark: element("span", "pg-mark", node), run: null };
  const main = element("div", "pg-history-main", node);
  one.link = element("a", "pg-history-title", main);
  one.input = element("input", "pg-history-name", main);
  one.input.hidden = true;
  one.differs = element("span", "pg-history-differs", main);
  const side = element("div", "pg-history-side", node);
  one.score = element("span", "", side);
  one.when = element("span", "pg-history-when", side);
  const hands = element("div", "pg-history-hands", node);
  one.pin = hand(hands, "pin", () => change(one, { pinned: !one.run.pinned }));
  one.rename = hand(hands, "pen", () => rename(one, true));
  one.drop = hand(hands, "cross", () => history().change((runs) => without(runs, one.run)));
  one.link.addEventListener("click", (event) => open(view, one, event));
  one.input.addEventListener("keydown", (event) => typed(one, event));
  one.input.addEventListener("blur", () => rename(one, false));
  return one;
}

function hand(parent, drawn, act) {
  const node = element("button", "pg-history-hand", parent);
  node.type = "button";
  node.addEventListener("click", act);
  icon(drawn, node);
  return node;
}

function fill(one, run, { words, names, page, now }) {
  if (one.run === null || !isSame(one.run, run)) rename(one, false, { isKept: false });
  one.run = run;
  one.isHere = run.page === page;
  const { title, differs } = described(run, names);
  one.link.href = `${base()}${run.page}?${run.link}&at=${run.step}`;
  say(one.link, run.name || title);
  say(one.differs, [...(run.name ? [title] : []), ...differs].join(" · "));
  if (one.mark.dataset.is !== run.mark) one.mark.dataset.is = run.mark;
  one.mark.title = words.marks[run.mark] ?? "";
  say(one.score, scoreOf(run, words));
  say(one.when, ago(now, run.when));
  one.pin.setAttribute("aria-pressed", run.pinned);
  for (const [node, text] of [[one.pin, words.pin], [one.rename, words.rename], [one.drop, words.forget]]) {
    node.title = text;
    node.setAttribute("aria-label", filled(words.ofRun, { act: text, run: run.name || title }));
  }
  one.input.setAttribute("aria-label", words.rename);
}

function scoreOf({ mark, score }, words) {
  if (mark === "diverged") return words.marks.diverged;
  return score === null ? "" : filled(words.score, { loss: number(score) });
}

const base = () => location.pathname.replace(/[^/]*$/, "");

function ago(now, when) {
  const seconds = (Date.now() - when) / 1000;
  const [unit, size] = UNITS.find(([, long]) => seconds >= long) ?? ["second", Infinity];
  return now.format(-Math.floor(seconds / size), unit);
}

/** A run of this page opens in it, as Back does; any other, and one in another tab, is a link like others. */
function open(view, { run, isHere }, event) {
  if (!isHere || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  view.given.setTriggerValue("open", `${run.link}&at=${run.step}`);
}

const change = (one, what) => history().change((runs) => changed(runs, one.run, what));

/** Let the learner write a name, or take what they wrote. */
function rename(one, isWriting, { isKept = true } = {}) {
  if (one.input.hidden !== isWriting) return;
  one.input.hidden = !isWriting;
  one.link.hidden = isWriting;
  if (isWriting) {
    one.input.value = one.run.name;
    one.input.focus();
  } else if (isKept && one.input.value !== one.run.name) {
    change(one, { name: one.input.value });
  }
}

function typed(one, event) {
  event.stopPropagation(); // the space bar is a letter here
  if (event.key === "Escape") one.input.value = one.run.name;
  if (event.key !== "Escape" && event.key !== "Enter") return;
  event.preventDefault();
  rename(one, false);
  one.rename.focus();
}

// ---- all of them

function compare(view, runs, words, names) {
  const pinned = runs.filter((run) => run.pinned);
  const found = comparison(pinned, names);
  view.compare.hidden = !found?.link;
  if (found?.link) view.compare.href = `${base()}compare?${found.link}`;
  say(view.comparing, filled(words.compare, { count: pinned.length }));
  say(view.why, found?.shared ? filled(words.differ, { setting: found.shared }) : found ? "" : words.pinSome);
}

/** Forgetting all is asked for twice. */
function ask(view, isAsked) {
  for (const [node, isShown] of [[view.forget, !isAsked], [view.sure, isAsked], [view.keep, isAsked]]) node.hidden = !isShown;
  if (isAsked) view.keep.focus();
}

function forgetAll(view) {
  history().change(() => []);
  ask(view, false);
}

/** The runs of a file are put among those that are here. */
async function take(view, file) {
  if (!file) return;
  view.file.value = "";
  const { words } = view.given.data;
  const found = file.size <= LONGEST_FILE ? parsed(await file.text()) : [];
  if (found.length) history().change((runs) => merged(runs, found));
  say(view.told, found.length ? filled(words.imported, { count: found.length }) : words.noHistory);
}
