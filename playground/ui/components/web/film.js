// One film as the browser has it: columns of numbers that grow, and the frames of its views.

import { FrameShelf } from "./frame_shelf.js";
import { isOfSteps } from "./messages.js";
import { countUpTo } from "./sorted.js";

/** Views kept of one film. */
const MOST_VIEWS = 24;
const METRIC = "metric:";
const FIRST_ROOM = 256;

/** Numbers at the end of which more can be put; room for them doubles. */
class Column {
  constructor(Type) {
    this.room = new Type(FIRST_ROOM);
    this.length = 0;
  }

  /** The numbers after the first `from` are these from now on. */
  append(from, values) {
    this.length = from + values.length;
    if (this.length > this.room.length) {
      const wider = new this.room.constructor(Math.max(this.length, 2 * this.room.length));
      wider.set(this.room.subarray(0, from));
      this.room = wider;
    }
    this.room.set(values, from);
  }

  get values() {
    return this.room.subarray(0, this.length);
  }
}

export class Film {
  constructor() {
    this.isKnown = false;
    this.lastStep = 0;
    this.facts = {};
    this.columns = {
      trainLoss: new Column(Float32Array),
      gradNorm: new Column(Float32Array),
      epochStep: new Column(Int32Array),
      epochTrainLoss: new Column(Float64Array),
      testLoss: new Column(Float64Array),
      margin: new Column(Float64Array),
      verdict: new Column(Int32Array),
      course: new Column(Int32Array),
    };
    /** @type {Map<string, FrameShelf>} by view, the one added to last stands last */
    this.shelves = new Map();
    /** @type {Map<string, {step: number, sentence: string}>} by view */
    this.failures = new Map();
  }

  /** Cut back to where a message begins, and put its steps and epochs there. */
  append({ from, lastStep, numbers, ...facts }) {
    const epochs = countUpTo(this.columns.epochStep.values, from);
    for (const [name, values] of Object.entries(numbers)) {
      this.columns[name] ??= new Column(Float64Array);
      this.columns[name].append(isOfSteps(name) ? from : epochs, values);
    }
    for (const [name, column] of Object.entries(this.columns)) {
      if (!(name in numbers)) column.append(Math.min(column.length, isOfSteps(name) ? from : epochs), []);
    }
    const { totalSteps, epochSteps, status, reason, mayGoOn, secondsLeft, secondsPerStep } = facts;
    this.facts = { totalSteps, epochSteps, status, reason, mayGoOn, secondsLeft, secondsPerStep };
    this.lastStep = lastStep;
    this.isKnown = true;
  }

  /** @returns {import("./film_store.js").Tracks} */
  tracks() {
    const { status } = this.facts;
    const tracks = { ...this.facts, lastStep: this.lastStep, metrics: {} };
    tracks.isOver = status === "finished" || status === "diverged";
    for (const [name, { values }] of Object.entries(this.columns)) {
      if (name.startsWith(METRIC)) tracks.metrics[name.slice(METRIC.length)] = values;
      else tracks[name] = values;
    }
    return tracks;
  }

  /** Where the frames of a view are put. */
  shelf(view) {
    const shelf = this.shelves.get(view) ?? new FrameShelf();
    this.shelves.delete(view);
    this.shelves.set(view, shelf);
    if (this.shelves.size > MOST_VIEWS) this.shelves.delete(this.shelves.keys().next().value);
    return shelf;
  }
}
