// The numbers of whole runs as a table: a row for each step, and the epoch's where one ends.

import { numberAt } from "./csv.js";

/**
 * @param {{name: string, tracks: import("./film_store.js").Tracks|null}[]} runs one alone needs no name
 */
export function runNumbers(runs) {
  const known = runs.filter(({ tracks }) => tracks !== null);
  const metrics = [...new Set(known.flatMap(({ tracks }) => Object.keys(tracks.metrics)))];
  const head = ["step", "train_loss", "grad_norm", "epoch", "epoch_train_loss", "test_loss", "margin", ...metrics];
  const isNamed = runs.length > 1;
  const rows = known.flatMap(({ name, tracks }) => rowsOf(tracks, metrics).map((row) => (isNamed ? [name, ...row] : row)));
  return [isNamed ? ["run", ...head] : head, ...rows];
}

function rowsOf(tracks, metrics) {
  const { trainLoss, gradNorm, epochStep, epochTrainLoss, testLoss, margin } = tracks;
  const none = Array(4 + metrics.length).fill(null);
  let epoch = 0;
  return Array.from(trainLoss, (_, at) => {
    const row = [at + 1, numberAt(trainLoss, at), numberAt(gradNorm, at)];
    if (epochStep[epoch] !== at + 1) return [...row, ...none];
    const ended = epoch++;
    const numbers = [epochTrainLoss[ended], testLoss[ended], margin[ended]];
    return [...row, ended + 1, ...numbers, ...metrics.map((name) => tracks.metrics[name]?.[ended] ?? null)];
  });
}
