// The numbers of a chart as a table, one row for each point.

import { numberAt } from "./csv.js";

/** @param {import("./drawn.js").Drawn} drawn @returns {(string|number|null)[][]} the first row is the head */
export function figureNumbers({ traces, layout }) {
  const shown = traces.filter(({ mode, type }) => type === "heatmap" || mode !== "text");
  const isSplit = new Set(shown.map(({ xaxis = "x" }) => xaxis)).size > 1;
  const named = shown.length > 0 && !isSplit; // over panels stands of what they are
  const [x, y] = ["x", "y"].map((letter) => (named && titleOf(layout, shown[0], letter)) || letter);
  const points = shown.flatMap((trace) => {
    const panel = isSplit ? titleOf(layout, trace, "x") : null;
    return pointsOf(trace, layout).map((point) => [panel, plain(trace.name ?? ""), ...point]);
  });
  const rows = [["panel", "series", x, y, "value", "text"], ...points];
  const isUsed = rows[0].map((_, at) => [2, 3].includes(at) || points.some((row) => ![null, ""].includes(row[at])));
  return rows.map((row) => row.filter((_, at) => isUsed[at]));
}

/** Of each point x, y, the value that a heatmap has there, and the words beside it. */
function pointsOf(trace, layout) {
  const { x, y, z, text } = trace;
  const count = (x ?? y ?? []).length;
  const xs = placesOf(x ?? evenly(trace.x0, trace.dx, z ? (z[0]?.length ?? 0) : count), axisOf(layout, trace, "x"));
  const ys = placesOf(y ?? evenly(trace.y0, trace.dy, z ? z.length : count), axisOf(layout, trace, "y"));
  if (z) return ys.flatMap((one, row) => xs.map((other, column) => [other, one, numberAt(z[row], column), null]));
  const words = (at) => (Array.isArray(text) && text[at] !== undefined ? plain(text[at]) : null);
  return xs.map((one, at) => [one, ys[at], null, words(at)]);
}

const evenly = (from = 0, apart = 1, count) => Array.from({ length: count }, (_, at) => from + at * apart);

/** Where the points stand on an axis: in its words where all their places have some, else in numbers. */
function placesOf(values, { tickvals = [], ticktext = [] } = {}) {
  const words = new Map(Array.from(tickvals, (value, at) => [Number(value), plain(ticktext[at] ?? "")]));
  const places = Array.from(values, (value, at) => (typeof value === "string" ? plain(value) : numberAt(values, at)));
  if (!places.every((place) => words.get(place))) return places;
  const named = places.map((place) => words.get(place));
  return new Set(named).size < new Set(places).size ? places.map((place, at) => `${place} ${named[at]}`) : named;
}

const axisOf = (layout, trace, letter) => layout[(trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`)];

const titleOf = (layout, trace, letter) => plain(axisOf(layout, trace, letter)?.title?.text ?? "");

/** Letters as they are read: Plotly knows some markup. */
const plain = (text) =>
  String(text).replace(/<br>/g, " ").replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
