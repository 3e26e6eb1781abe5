// What the server says on the films' socket: a small header in JSON, then columns of numbers or frames.

const EIGHT = 8;
const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array, u1: Uint8Array };
const STATUSES = ["developing", "finished", "diverged", "failed"];
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * @typedef {object} FilmMessage the steps after `from` to `lastStep`, and the epochs that end in them
 * @property {"film"} kind
 * @property {string} run
 * @property {number} from
 * @property {number} lastStep
 * @property {number} totalSteps
 * @property {number} epochSteps
 * @property {"developing"|"finished"|"diverged"|"failed"} status
 * @property {string} reason
 * @property {boolean} mayGoOn whether it ended with its last epoch, so that with more of them it goes on
 * @property {number|null} secondsLeft
 * @property {number|null} secondsPerStep
 * @property {Record<string, Float32Array|Float64Array|Int32Array|Uint8Array>} numbers the columns by name
 *
 * @typedef {{kind: "frames", run: string, view: string, frames: {step: number, bytes: Uint8Array}[]}} FramesMessage
 * @typedef {{kind: "frameFailed", run: string, view: string, step: number, sentence: string}} FailedMessage
 * @typedef {{kind: "engine", status: string, workers: number, viewers: number, sentence: string}} EngineMessage
 * @typedef {{kind: "gathered", name: string, ended: number}} GatheredMessage
 * @typedef {{kind: "refusal", run: string|null, sentence: string}} RefusalMessage
 */

/**
 * @param {ArrayBuffer} buffer
 * @returns {FilmMessage|FramesMessage|FailedMessage|EngineMessage|GatheredMessage|RefusalMessage}
 * @throws {RangeError} what is no such message
 */
export function read(buffer) {
  require(buffer instanceof ArrayBuffer && buffer.byteLength >= 4, "too short");
  const length = new DataView(buffer).getUint32(0, true);
  require(4 + length <= buffer.byteLength, "header too long");
  const header = JSON.parse(decoder.decode(new Uint8Array(buffer, 4, length)));
  require(header !== null && Object.hasOwn(READERS, header.kind), "of an unknown kind");
  return READERS[header.kind](header, buffer, padded(4 + length));
}

const READERS = {
  film(header, buffer, start) {
    const { run, from, lastStep, totalSteps, epochSteps, status } = header;
    require(typeof run === "string" && STATUSES.includes(status), "no film");
    require(isCount(from) && isCount(lastStep) && isCount(totalSteps) && from <= lastStep, "wrong steps");
    require(isCount(epochSteps) && epochSteps > 0 && lastStep <= totalSteps, "wrong steps");
    const numbers = columns(header.columns ?? [], buffer, start);
    requireFit(numbers, from, lastStep);
    const { reason, mayGoOn = false, secondsLeft = null, secondsPerStep = null } = header;
    return { ...header, reason: String(reason ?? ""), mayGoOn, secondsLeft, secondsPerStep, numbers };
  },
  frames(header, buffer, start) {
    const { run, view } = header;
    require(typeof run === "string" && typeof view === "string" && Array.isArray(header.frames), "no frames");
    let place = start;
    const frames = header.frames.map(({ step, length }) => {
      require(isCount(step) && isCount(length) && place + length <= buffer.byteLength, "frames too short");
      place += length;
      return { step, bytes: new Uint8Array(buffer.slice(place - length, place)) };
    });
    return { kind: "frames", run, view, frames };
  },
  frameFailed(header) {
    const { run, view, step, sentence } = header;
    require([run, view, sentence].every((text) => typeof text === "string") && isCount(step), "no failure");
    return header;
  },
  engine(header) {
    const { kind, status, workers = 0, viewers = 0, sentence = "" } = header;
    require(typeof status === "string" && typeof sentence === "string", "no engine");
    return { kind, status, workers, viewers, sentence };
  },
  gathered(header) {
    const { kind, name, ended } = header;
    require(typeof name === "string" && isCount(ended), "no gathering");
    return { kind, name, ended };
  },
  refusal(header) {
    const { kind, sentence, run = null } = header;
    require(typeof sentence === "string" && (run === null || typeof run === "string"), "no refusal");
    return { kind, sentence, run };
  },
};

/** The columns by name; each begins at a multiple of eight, and so can be read where it lies. */
function columns(headers, buffer, start) {
  const numbers = {};
  let place = start;
  for (const { name, type, length } of headers) {
    const Type = Object.hasOwn(TYPES, type) ? TYPES[type] : null;
    require(typeof name === "string" && Type && isCount(length), "no column");
    require(place + length * Type.BYTES_PER_ELEMENT <= buffer.byteLength, "columns too short");
    numbers[name] = new Type(buffer, place, length);
    place = padded(place + length * Type.BYTES_PER_ELEMENT);
  }
  return numbers;
}

/** As many steps and epochs as are told, the epochs one after another in these steps. */
function requireFit(numbers, from, lastStep) {
  const ends = numbers.epochStep ?? new Int32Array();
  for (const [name, values] of Object.entries(numbers)) {
    const expected = isOfSteps(name) ? lastStep - from : ends.length;
    require(values.length === expected, `${name} of another length`);
  }
  require(from === lastStep || numbers.trainLoss !== undefined, "steps without numbers");
  ends.forEach((end, at) => require(end > (at ? ends[at - 1] : from) && end <= lastStep, "epochs elsewhere"));
}

/** Whether a column has a number for each step, and not for each epoch. */
export const isOfSteps = (name) => name === "trainLoss" || name === "gradNorm";

const padded = (length) => Math.ceil(length / EIGHT) * EIGHT;
const isCount = (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31;

function require(holds, what) {
  if (!holds) throw new RangeError(`A message of the server is ${what}.`);
}
