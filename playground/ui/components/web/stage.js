// One view on the page: the frame of the cursor's step, or the one nearest to it, and motion between frames.

import { together } from "./along.js";
import { component } from "./component.js";
import { element, say } from "./dom.js";
import { between, drawnOf, holding, withFrame } from "./drawn.js";
import { inLanguage } from "./numbers.js";
import { Parts } from "./parts.js";
import { player } from "./player.js";
import { filledOf, isOfTracks } from "./tracks_figure.js";
import { leaveScale, onOneScale } from "./one_scale.js";
import { Room, giveBack } from "./room.js";
import { onAlarm } from "./stage_alarm.js";
import { trackWords } from "./track_words.js";
import { Saying, isOfAnotherStep } from "./which_step.js";

/** Milliseconds after the last move in which another is likely. */
const SETTLED = 180;
/** How far beyond the screen a view is kept up to date. */
const AROUND = "400px";
/** What scrolls on Streamlit's pages: a margin around anything else ends at its edge. */
const SCROLLER = "[data-testid=stMain]";

export default component({ tag: "div", name: "pg-stage", build, update, end });

/**
 * @typedef {object} Data
 * @property {string} view which view, as `playground.views.address` writes it; empty for parts at rest
 * @property {{run: string, view: string, looks?: object}[]} also further views, whose lines are added to its figures
 * @property {string} scale figures of one name stand on the vertical range that holds all of theirs
 * @property {string} run the run that is looked at
 * @property {object[]} parts those of a view that is no film
 * @property {number} height pixels to keep free until there is a frame
 * @property {string} owner whose pictures these are, where others have the same titles
 * @property {Record<string, string>} words
 */

function build(stage) {
  const { root } = stage;
  stage.body = element("div", "pg-stage-body", root);
  stage.note = element("p", "pg-stage-note", root);
  Object.assign(stage, { parts: new Parts(stage.body), releases: [], isSeen: false, isNear: false, isAwake: false, settled: null, saying: new Saying() });
  const near = { root: root.closest(SCROLLER), rootMargin: AROUND };
  const look = (now) => seen(Object.assign(stage, now), stage.isNear || stage.isAwake);
  const sight = new IntersectionObserver((entries) => look({ isNear: entries.at(-1).isIntersecting }), near);
  sight.observe(root);
  onAlarm((isAwake) => look({ isAwake }), stage.ending);
  stage.room = new Room(stage.body, stage.ending);
  const release = player().subscribe((changed) => heard(stage, changed));
  stage.ending.addEventListener("abort", () => {
    sight.disconnect();
    release();
    unwatch(stage);
    clearTimeout(stage.settled);
  });
}

/** @param {Data} data */
function update(stage, data) {
  stage.root.style.minHeight = stage.parts.shown.length ? "" : `${data.height}px`;
  const wanted = JSON.stringify([data.view, data.also, data.run, data.scale]);
  if (wanted !== stage.wanted) {
    stage.wanted = wanted;
    stage.room.reset();
    unwatch(stage);
    leaveScale(stage);
    if (stage.isSeen) watch(stage);
  }
  show(stage, isPlaying());
}

function end(stage) {
  leaveScale(stage);
  stage.parts.end();
}

function seen(stage, isSeen) {
  if (isSeen === stage.isSeen) return;
  stage.isSeen = isSeen;
  if (!isSeen) return unwatch(stage);
  watch(stage);
  if (stage.given) show(stage, isPlaying());
}

function watch(stage) {
  if (!stage.given) return;
  const { view, also, run } = stage.given.data;
  for (const one of also) stage.releases.push(player().watch(one.view, one.run));
  if (view) stage.releases.push(player().watch(view, run));
}

function unwatch(stage) {
  for (const release of stage.releases.splice(0)) release();
  stage.more = undefined;
  stage.isSurveying = false;
}

/** Something changed: it is drawn as a thing that moves, and once more when it has come to rest. */
function heard(stage, changed) {
  if (!stage.given || !stage.isSeen || !concerns(stage.given.data, changed)) return;
  const isMoving = changed.cursor || isPlaying() || stage.settled !== null;
  show(stage, isMoving);
  if (changed.cursor || isPlaying()) {
    clearTimeout(stage.settled);
    stage.settled = setTimeout(() => {
      stage.settled = null;
      if (!isPlaying()) show(stage, false);
    }, SETTLED);
  }
}

const isPlaying = () => player().cursor.mode === "playing";

function concerns({ view, parts, also }, { cursor, state, tracks, frames }) {
  if (view) return cursor || state || frames.size > 0;
  if (also.length > 0 && (cursor || state || frames.size > 0)) return true;
  return parts.some(isTracked) && (cursor || state || tracks.size > 0);
}

const isTracked = (part) => part.is === "lanes" || (part.is === "figure" && isOfTracks(part));

function show(stage, isMoving) {
  const { data } = stage.given;
  stage.root.classList.toggle("pg-of-run", Boolean(data.view));
  stage.room.keep(isPlaying());
  const frame = data.view ? player().frameFor(data.view, data.run) : { parts: data.parts, exact: true };
  if (frame === null) return waiting(stage, data);
  mark(stage, false);
  const next = isMoving && data.view ? player().nextFrameFor(data.view, data.run) : null;
  stage.parts.show(frame.parts, new Looks(stage, frame, next, isMoving));
  giveBack(stage.root, stage.body, stage.ending);
  const isLate = data.view && isOfAnotherStep(player(), data.run, frame.step, isMoving, next?.frame.step);
  note(stage, stage.saying.isDue(isLate, isMoving, performance.now()) ? data.words.ofStep.replace("{step}", inLanguage(frame.step, data.language)) : "");
}

function note(stage, text) {
  say(stage.note, text);
  stage.root.classList.toggle("pg-stage-noted", text !== "");
}

/** What is shown belongs to what was asked for before: it is dimmed at once, until the new has come. */
function mark(stage, isWaiting) {
  stage.root.classList.toggle("pg-waiting", isWaiting);
  stage.root.setAttribute("aria-busy", isWaiting);
}

/** There is no frame yet: why, if that is known. What was shown before stays until then, and so does its zoom. */
function waiting(stage, data) {
  const why = player().failureFor(data.view, data.run);
  if (why) stage.parts.show([], null);
  const isEmpty = stage.parts.shown.length === 0;
  mark(stage, !isEmpty);
  stage.root.style.minHeight = isEmpty ? `${data.height}px` : "";
  note(stage, why || data.words.waiting);
}

/** Where the cursor is on a part's axis. */
const placeIn = (part) => player().cursor.step / (drawnOf(part).layout.meta?.places ?? 1);

const wordsOf = (part) => trackWords(part, (run) => player().tracks(run), (run) => player().stepOf(run), placeIn(part));

/** A click in a chart of the whole run goes to its step; any other is the page's. */
function tell(stage, part, value) {
  if (part.seeks) player().act({ kind: "seek", step: Math.round(part.seeks * value.x) });
  else stage.given.setTriggerValue("picked", { part: part.key ?? "", value });
}

/** How the parts of one frame are drawn at this moment. */
class Looks {
  constructor(stage, frame, next, isMoving) {
    Object.assign(this, { stage, frame, next, isMoving });
    this.data = stage.given.data;
  }

  /** What a figure needs. */
  of(part) {
    if (isOfTracks(part)) part.words ??= () => wordsOf(part);
    return { ...this.to(part), drawn: this.#drawn(part), cursor: this.#cursor(part) };
  }

  /** What every other part may need. */
  to(part) {
    const { owner, words } = this.data;
    return {
      owner,
      pictureWords: words.picture,
      isMoving: this.isMoving,
      tell: (_name, value) => tell(this.stage, part, value),
      rowsOf: (more, width) => this.#rowsOf(more, width),
      linesOf: (more) => player().frameFor(more.view, more.run)?.parts ?? [],
      steps: (one) => this.#steps(one),
      of: (one) => this.of(one),
      to: (one) => this.to(one),
    };
  }

  #drawn(part) {
    if (part.along) return this.#alongOf(part);
    if (isOfTracks(part)) return this.#withMore(part, filledOf(part, (run) => player().tracks(run)));
    const here = this.#withMore(part, drawnOf(part));
    const there = this.next && this.next.frame.parts && find(this.next.frame.parts, part);
    const drawn = there ? between(here, this.#withMore(there, drawnOf(there)), this.next.share) : here;
    return this.data.scale ? onOneScale(this.data.scale, this.stage, drawn) : drawn;
  }

  /** Lines that other views add to a figure. */
  #withMore(part, drawn) {
    const known = this.data.also.flatMap(({ view, run, looks }) =>
      (player().frameFor(view, run)?.parts ?? []).map((lines) => (looks ? looking(lines, looks) : lines)));
    const lines = known.filter(({ of }) => of === part.key);
    return lines.length ? joined(drawn, lines) : drawn;
  }

  #cursor(part) {
    const shapes = drawnOf(part).layout.shapes ?? [];
    return shapes.some(({ name }) => name === "cursor") ? placeIn(part) : null;
  }

  #steps(part) {
    const { view, run } = this.data;
    if (!this.stage.isSurveying) player().survey(view, run);
    this.stage.isSurveying = true;
    const frames = player().framesFor(view, run).map(({ step, parts }) => ({ step, part: find(parts, part) }));
    return frames.filter(({ part: found }) => found);
  }

  #alongOf(part) {
    const steps = this.#steps(part);
    const key = steps.map(({ step }) => step).join();
    const { stage } = this;
    stage.along ??= new Map();
    if (stage.along.get(part.key)?.key !== key) stage.along.set(part.key, { key, drawn: together(part.along, steps) });
    return stage.along.get(part.key).drawn;
  }

  /** The rows that come from a view of their own, and until then that they are on their way. */
  #rowsOf({ run, view, waiting: words }, width) {
    const { stage } = this;
    if (stage.more !== view) {
      stage.more = view;
      stage.releases.push(player().watch(view, run));
    }
    const frame = player().frameFor(view, run);
    if (frame) return frame.parts.map(({ cells }) => cells);
    return [[player().failureFor(view, run) || words, ...Array(width - 1).fill("")]];
  }
}

const sums = new WeakMap();

function joined(figure, lines) {
  const before = sums.get(figure);
  if (before && before.lines.length === lines.length && before.lines.every((one, at) => one === lines[at])) return before.drawn;
  const added = lines.flatMap((one) => drawnOf(framed(one)).traces);
  const known = figure.traces.filter((trace) => !added.some((one) => isInPlaceOf(one, trace)));
  const drawn = withFrame([...known, ...added], holding(figure.layout, added));
  sums.set(figure, { lines, drawn });
  return drawn;
}

/** A figure names a line that will come, so that the legend's rows do not move what stands under it. */
const isInPlaceOf = (one, { name, x }) => one.name === name && x?.length === 0;

const looked = new WeakMap();

/** Lines that look otherwise than they were painted. */
function looking(lines, looks) {
  if (!lines.spec) return lines;
  if (!looked.has(lines)) {
    const traces = JSON.parse(lines.spec).map((trace) => ({ ...trace, ...looks }));
    looked.set(lines, { ...lines, spec: JSON.stringify(traces) });
  }
  return looked.get(lines);
}

const specs = new WeakMap();

/** A part with lines alone, as a figure. */
function framed(lines) {
  if (!specs.has(lines)) specs.set(lines, { spec: `{"data":${lines.spec},"layout":{}}` });
  return specs.get(lines);
}

/** The part of the same kind and key among these, columns included. */
function find(parts, { is, key }) {
  for (const part of parts) {
    if (part.is === is && part.key === key) return part;
    const inside = part.is === "columns" && find(part.sides.flat(), { is, key });
    if (inside) return inside;
  }
  return null;
}
