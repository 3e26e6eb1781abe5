// The run bar: what a learner does to a run. It asks the player, and no script of the page.

import { component } from "./component.js";
import { element, say } from "./dom.js";
import { history } from "./history.js";
import { Keeper } from "./history_keeper.js";
import { become, icon } from "./icons.js";
import { menu } from "./menu.js";
import { filled } from "./numbers.js";
import { player } from "./player.js";
import { presentation } from "./presentation.js";
import { Room } from "./room.js";
import { RunNotes } from "./run_notes.js";
import { runTimeline } from "./run_timeline.js";
import { epochWords, mayGoOn, placeWords, statusWords, timeLeft } from "./run_words.js";
import { adviceOf, isAgainstBaseline, markOf, sentenceOf } from "./verdict.js";

/** Milliseconds a connection may be gone before the bar says so. */
const QUIET = 1000;
/** Milliseconds after which the player has told the server of another place, playing or not. */
const TOLD = 400;
/** Milliseconds for which it says that the link was copied. */
const TOLD_FOR = 3000;
/** Of a letter, on average, in widths of a zero. */
const WIDTH = 0.85;
/** What keeps the space bar for itself. */
const TYPED_IN = "input:not([type=range]), textarea, select, button, summary, a, [contenteditable], [role=button],"
  + "[role=radio], [role=checkbox], [role=switch], [role=tab], [role=option], [role=menuitem], [role=combobox]";

export default component({
  tag: "div",
  name: "pg-run-bar",
  build,
  update(bar, data) {
    if (data.experiment.serial !== bar.shown) bar.room.reset();
    bar.shown = data.experiment.serial;
    bar.keeper.show(data);
    player().show(data.experiment);
    bar.notes.show(data);
    presentation().show(data.kept);
    name(bar, data);
    draw(bar);
  },
  end(bar) {
    bar.release();
    watch(bar, null);
    clearTimeout(bar.mendingTimer);
    clearTimeout(bar.crossing);
    if (!document.querySelector(".pg-run-bar")) player().rest();
  },
});

function build(bar) {
  const act = (event) => {
    player().act(event);
    draw(bar);
  };
  const head = element("div", "pg-run-bar-head", bar.root);
  const row = element("div", "pg-run-bar-row", head);
  row.setAttribute("role", "group");
  buttons(bar, row, act);
  bar.timeline = runTimeline(head, (step) => act({ kind: "seek", step }));
  const end = element("div", "pg-run-bar-end", head);
  const place = element("div", "pg-run-bar-place", end);
  bar.place = element("span", "pg-timeline-step", place);
  bar.epoch = element("span", "", place);
  bar.run = element("span", "pg-run-bar-run", head);
  bar.notes = new RunNotes({ flags: bar.timeline.flags, place: end }, player(), history(), bar.ending);
  const foot = element("div", "pg-run-bar-foot", bar.root);
  bar.foot = foot;
  bar.room = new Room(foot, bar.ending);
  const said = element("div", "pg-run-bar-said", foot);
  bar.mark = element("span", "pg-mark", said);
  bar.mark.setAttribute("aria-hidden", "true"); // the sentence says it
  bar.verdict = element("p", "pg-run-bar-verdict", said);
  said.append(" ");
  bar.advice = button(said, "try", "pg-small pg-advice", () => tryAdvice(bar));
  how(bar, said);
  const aside = element("div", "pg-run-bar-aside", foot);
  bar.left = element("span", "", aside);
  bar.noted = element("span", "pg-note-said", aside);
  bar.noted.setAttribute("role", "status");
  bar.copied = element("span", "", aside);
  bar.copied.setAttribute("role", "status");
  bar.mending = element("span", "pg-run-bar-mending", aside);
  bar.status = element("span", "pg-timeline-status", aside);
  bar.status.setAttribute("role", "status");
  bar.goOn = button(aside, "goOn", "pg-small", () => bar.given.setTriggerValue("goOn", (bar.pressed += 1)));
  Object.assign(bar, { row, said: null, pressed: 0, crossing: null });
  presentation().join(player(), bar.root, (link) => bar.given.setTriggerValue("run", link));
  bar.keeper = new Keeper(player(), history(), bar.ending);
  bar.release = player().subscribe(({ tracks }) => bar.given && heard(bar, tracks.size > 0));
  document.addEventListener("keydown", (event) => space(event, bar, act), { signal: bar.ending });
  document.addEventListener("click", giveBack, { signal: bar.ending });
  // A hand on a control may change a rate from here on: the server should know where that is.
  for (const hand of ["pointerdown", "pointerup", "keydown"]) {
    document.addEventListener(hand, () => player().socket.say(), { signal: bar.ending, capture: true });
  }
}

function heard(bar, hasOtherNumbers) {
  draw(bar);
  if (hasOtherNumbers) bar.keeper.stir();
}

function buttons(bar, row, act) {
  const toggle = () => act({ kind: player().cursor.mode === "paused" ? "play" : "pause" });
  bar.play = button(row, "play", "pg-primary", toggle);
  bar.play.node.setAttribute("aria-keyshortcuts", "Space");
  bar.hint = element("kbd", "", bar.play.node);
  bar.hint.setAttribute("aria-hidden", "true");
  const both = element("div", "pg-run-bar-step", row);
  bar.step = button(both, "step", "", () => act({ kind: "step", toEpoch: true }));
  const choose = (entry) => act({ kind: "step", toEpoch: entry === 1 });
  bar.menu = menu(both, { count: 2, choose, ending: bar.ending });
  bar.reset = button(row, "reset", "", () => act({ kind: "seek", step: 0 }));
  bar.weights = button(row, "dice", "pg-of-page", () => bar.given.setTriggerValue("newWeights", (bar.pressed += 1)));
  bar.copy = button(row, "link", "pg-of-page", () => copyLink(bar));
  const pace = element("div", "pg-run-bar-pace", row);
  bar.speed = element("select", "pg-run-bar-speed", pace);
  icon("more", pace);
  icon("speed", pace).classList.add("pg-run-bar-gauge");
  bar.speed.addEventListener("change", () => act({ kind: "pace", pace: Number(bar.speed.value) || null }));
}

/** Whether simple forecasts do better is told by a view of its own. */
function watch(bar, simple) {
  if (simple?.view === bar.simple?.view && simple?.run === bar.simple?.run) return;
  bar.leave?.();
  bar.simple = simple;
  bar.leave = simple ? player().watch(simple.view, simple.run) : null;
}

function tryAdvice(bar) {
  const { kind, epoch } = adviceOf(player(), bar.given.data.experiment, bar.given.data);
  bar.given.setTriggerValue("advice", { kind, epoch, pressed: (bar.pressed += 1) });
}

/** How it is decided, one click away from what was. */
function how(bar, said) {
  const box = element("details", "pg-run-bar-how", said);
  bar.how = { box, head: element("summary", "", box), text: element("p", "", box) };
}

function button(parent, drawn, kind, act) {
  const node = element("button", `pg-button ${kind}`, parent);
  node.type = "button";
  node.addEventListener("click", act);
  return { node, svg: icon(drawn, node), text: element("span", "", node) };
}

/** Give everything its words, which change with the page's language only. */
function name(bar, { words, experiment, paces, newWeights, moment, goOn, called }) {
  bar.row.setAttribute("aria-label", words.bar);
  for (const part of ["step", "reset"]) {
    say(bar[part].text, part === "step" && experiment.byTime ? words.stepByTime : words[part]);
    bar[part].node.title = words[`${part}Help`];
  }
  say(bar.run, called);
  say(bar.copy.text, words.copy);
  bar.copy.node.title = words.copyHelp;
  bar.copy.node.hidden = !moment;
  say(bar.weights.text, words.newWeights);
  bar.weights.node.title = words.newWeightsHelp;
  bar.weights.node.hidden = !newWeights;
  bar.advice.node.title = words.adviceHelp;
  say(bar.goOn.text, goOn);
  bar.goOn.node.title = words.goOnHelp;
  bar.menu.name(words.stepBy, [words.oneStep, words.oneEpoch]);
  say(bar.hint, words.space);
  say(bar.how.head, words.how);
  say(bar.how.text, words.howHelp);
  say(bar.mending, words.mending);
  bar.mending.title = words.mendingHelp;
  bar.speed.setAttribute("aria-label", words.speed);
  bar.speed.title = words.speed;
  if (bar.speed.childElementCount !== paces.length) {
    bar.speed.replaceChildren(...paces.map(([pace]) => new Option("", pace)));
  }
  paces.forEach(([, text], at) => say(bar.speed.options[at], text));
}

/** Show the player's place; what reads so already is left alone. */
function draw(bar) {
  const { words, experiment, seconds } = bar.given.data;
  const { cursor, store } = player();
  const facts = player().facts();
  const told = { words, byTime: experiment.byTime, language: experiment.language };
  const isAlone = experiment.films.length === 1 && !told.byTime;
  const isPaused = cursor.mode === "paused";
  say(bar.play.text, isPaused ? words.play : words.pause);
  become(bar.play.svg, isPaused ? "play" : "pause");
  if (Number(bar.speed.value) !== (cursor.pace ?? 0)) bar.speed.value = cursor.pace ?? 0;
  const place = placeWords(cursor.step, facts.totalSteps, told);
  const epoch = epochWords(cursor.step, facts, { ...told, isAlone, hasEnded: hasEnded(experiment) });
  say(bar.place, place);
  bar.place.style.minWidth = `${placeWords(facts.totalSteps, facts.totalSteps, told).length * WIDTH}ch`; // it never pushes
  say(bar.epoch, epoch);
  say(bar.left, timeLeft(facts, { seconds, words, films: experiment.films.length, engine: store.engine, isPaused }));
  say(bar.noted, bar.notes.at(cursor.step, facts.totalSteps));
  bar.room.keep(cursor.mode === "playing");
  bar.foot.classList.toggle("pg-noted", bar.notes.notes.length > 0);
  say(bar.status, statusWords(cursor, facts, isAlone, words.statuses));
  bar.goOn.node.hidden = !bar.given.data.goOn || !mayGoOn(cursor, facts);
  bar.timeline.draw({
    ...{ step: cursor.step, developed: facts.lastStep, total: Math.max(facts.totalSteps, 1) },
    ...{ label: words.timeline, text: `${place}, ${epoch}` },
  });
  watch(bar, cursor.step > 0 ? bar.given.data.simple : null);
  judge(bar);
  advise(bar);
  mend(bar);
  cross(bar);
}

/** What is seen now, as a link; where the browser keeps the clipboard to itself, the link is shown. */
async function copyLink(bar) {
  const { moment, words } = bar.given.data;
  const notes = bar.notes.written && `&notes=${encodeURIComponent(bar.notes.written)}`;
  const link = `${location.origin}${location.pathname}?${moment}&at=${player().cursor.step}${notes}`;
  try {
    await navigator.clipboard.writeText(link);
    say(bar.copied, words.copied);
    setTimeout(() => say(bar.copied, ""), TOLD_FOR);
  } catch {
    prompt(words.notCopied, link);
  }
}

/** Where a rate was changed, the page shows those that hold at the cursor: it is told when they are others. */
function cross(bar) {
  const { experiment } = bar.given.data;
  const passed = passedOf(bar);
  if (bar.serial !== experiment.serial) [bar.serial, bar.passed] = [experiment.serial, passed];
  if (passed !== bar.passed) bar.crossing ??= setTimeout(() => crossed(bar), TOLD);
}

/** By now the server knows where the cursor is: its script asks for that. */
function crossed(bar) {
  bar.crossing = null;
  const passed = passedOf(bar);
  if (passed === bar.passed || bar.ending.aborted) return;
  bar.passed = passed;
  bar.given.setTriggerValue("crossed", passed);
}

const passedOf = ({ given }) => given.data.changes.filter((step) => step <= player().cursor.step).length;

/** Whether a film is over before the place that is shown. */
function hasEnded({ films }) {
  return films.some(({ run }) => {
    const film = player().tracks(run);
    return film?.isOver && player().stepOf(run) === film.lastStep;
  });
}

/** The verdict, with its bold parts. */
function judge(bar) {
  const { data } = bar.given;
  const text = sentenceOf(player(), data.experiment, data);
  bar.how.box.hidden = !isAgainstBaseline(player(), data.experiment, data);
  bar.foot.classList.toggle("pg-judged", Boolean(data.baseline));
  const mark = markOf(player(), data.experiment, data);
  if (bar.mark.dataset.is !== mark) bar.mark.dataset.is = mark;
  if (text === bar.said) return;
  bar.said = text;
  bar.verdict.hidden = !text;
  const parts = text.split("**").map((part, at) => {
    const node = document.createElement(at % 2 ? "strong" : "span");
    node.textContent = part;
    return node;
  });
  bar.verdict.replaceChildren(...parts);
}

/** What may be tried, as one click; to stop where the run is would change nothing. */
function advise(bar) {
  const { data } = bar.given;
  const advice = adviceOf(player(), data.experiment, data);
  const label = data.labels[advice?.kind] ?? "";
  bar.advice.node.hidden = !label || (label.includes("{epoch}") && advice.isLowest);
  if (!bar.advice.node.hidden) say(bar.advice.text, filled(label, { epoch: advice.epoch }));
}

/** A quiet mark, and only when the connection stays away. */
function mend(bar) {
  const { isMending } = player().socket;
  if (isMending === bar.isMending) return;
  bar.isMending = isMending;
  clearTimeout(bar.mendingTimer);
  const mark = () => bar.mending.classList.toggle("pg-shown", isMending);
  if (isMending) bar.mendingTimer = setTimeout(mark, QUIET);
  else mark();
}

/** The space bar plays and pauses, unless something else is typed into or pressed with it. */
function space(event, bar, act) {
  const { code, target, defaultPrevented } = event;
  const isOther = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat;
  if (code !== "Space" || isOther || defaultPrevented || !bar.root.isConnected) return;
  if (target.closest?.(TYPED_IN) || document.querySelector("[role=dialog]")) return;
  event.preventDefault();
  act({ kind: player().cursor.mode === "paused" ? "play" : "pause" });
}

/** A button pressed with a pointer, not by key, gives the keyboard back, so that the space bar stays Play. */
function giveBack({ detail, target }) {
  const pressed = detail > 0 && target.closest("button, [role=radio], [role=checkbox]");
  if (pressed && !pressed.closest("[role=dialog], [aria-haspopup]")) setTimeout(() => pressed.blur());
}
