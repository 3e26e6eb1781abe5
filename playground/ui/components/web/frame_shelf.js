// The frames of one view of one film: by step, thinned evenly, read only when they are shown.

import { countUpTo } from "./sorted.js";

/** Frames kept of one view. */
export const MOST_FRAMES = 240;
const decoder = new TextDecoder();

/**
 * @typedef {{step: number, bytes: Uint8Array|null, parts: object[]|undefined}} Kept
 * @typedef {{step: number, parts: object[], exact: boolean}} Frame what a picture needs at one step
 */

export class FrameShelf {
  constructor(most = MOST_FRAMES) {
    this.most = most;
    /** @type {Kept[]} by rising step */
    this.kept = [];
    /** @type {Kept|null} the one a picture shows: it is not thinned away under the learner's eyes */
    this.shown = null;
  }

  /** Keep a frame; of two of one step the newer. */
  put(step, bytes) {
    const frame = { step, bytes, parts: undefined };
    const place = this.#upTo(step - 1);
    const isThere = this.kept[place]?.step === step;
    this.kept.splice(place, isThere ? 1 : 0, frame);
    if (this.kept.length > this.most) this.#thin(frame);
  }

  /** The newest frame at or before `step`, else the first after it; null where there is none. @returns {Frame|null} */
  at(step) {
    while (this.kept.length) {
      const place = Math.max(this.#upTo(step) - 1, 0);
      const frame = this.kept[place];
      if (parsed(frame)) {
        this.shown = frame;
        return { step: frame.step, parts: frame.parts, exact: frame.step === step };
      }
      this.kept.splice(place, 1); // no JSON: as if it had not come
    }
    return null;
  }

  /** The frame after the one that `at` gives, and how far `step` is on the way to it; null at the last. */
  after(step) {
    const place = this.#upTo(step);
    const [here, next] = [this.kept[place - 1], this.kept[place]];
    if (!here || !next || !parsed(next)) return null;
    return { frame: { step: next.step, parts: next.parts, exact: false }, share: (step - here.step) / (next.step - here.step) };
  }

  /** All frames that can be read, by rising step. */
  all() {
    return this.kept.filter(parsed).map(({ step, parts }) => ({ step, parts, exact: true }));
  }

  /** How far the nearest frame is away; Infinity where there is none. */
  distance(step) {
    const after = this.#upTo(step);
    const steps = [this.kept[after - 1], this.kept[after]].filter(Boolean).map((frame) => frame.step);
    return Math.min(...steps.map((one) => Math.abs(one - step)));
  }

  /** How many frames are of `step` or before. */
  #upTo(step) {
    return countUpTo(this.kept, step, (frame) => frame.step);
  }

  /** Leave out the frame whose neighbours are closest; both ends stay, what is new, and what is shown. */
  #thin(newest) {
    let best = -1;
    let narrowest = Infinity;
    for (let at = 1; at < this.kept.length - 1; at++) {
      const gap = this.kept[at + 1].step - this.kept[at - 1].step;
      if (gap >= narrowest || this.kept[at] === newest || this.kept[at] === this.shown) continue;
      best = at;
      narrowest = gap;
    }
    if (best >= 0) this.kept.splice(best, 1);
  }
}

/** Whether the frame could be read; it is read once, and its bytes are let go. */
function parsed(frame) {
  if (frame.parts === undefined) {
    try {
      frame.parts = JSON.parse(decoder.decode(frame.bytes));
    } catch {
      return false;
    }
    frame.bytes = null;
  }
  return Array.isArray(frame.parts);
}
