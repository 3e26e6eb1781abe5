// Pictures of a whole training, put together from those of single steps that the browser has.

import { drawnOf, withFrame } from "./drawn.js";

/** Steps that are put together, at most. */
const MOST = { points: 120, columns: 60, panels: 7 };
const GAP = 0.02;

/**
 * @param {"points"|"columns"|"panels"} how
 * @param {{step: number, part: object}[]} steps by rising step, one or more
 * @returns {import("./drawn.js").Drawn}
 */
export function together(how, steps) {
  const chosen = evenly(steps, MOST[how]).map(({ step, part }) => ({ step, ...drawnOf(part) }));
  const { traces, layout } = MAKERS[how](chosen);
  return withFrame(traces, layout);
}

/** At most so many, spread over them; the first and the last among them. */
export function evenly(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.round((at * (list.length - 1)) / (most - 1))]);
}

const MAKERS = {
  points(steps) {
    const { traces, layout } = steps.at(-1);
    const joined = (at, name) => Float64Array.from(steps, (one) => one.traces[at]?.[name]?.[0] ?? NaN);
    return { traces: traces.map((trace, at) => ({ ...trace, x: joined(at, "x"), y: joined(at, "y") })), layout };
  },
  columns(steps) {
    const { traces, layout } = steps.at(-1);
    const z = traces[0].z.map((_, row) => Float64Array.from(steps, (one) => one.traces[0].z[row]?.[0] ?? NaN));
    return { traces: [{ ...traces[0], z, x: Float64Array.from(steps, ({ step }) => step) }], layout };
  },
  panels(steps) {
    const { xaxis: _x, yaxis: _y, ...layout } = steps.at(-1).layout;
    const width = (1 - GAP * (steps.length - 1)) / steps.length;
    const traces = steps.flatMap((one, at) => {
      const [x, y] = ["x", "y"].map((axis) => (at ? `${axis}${at + 1}` : axis));
      const left = at * (width + GAP);
      layout[`xaxis${at ? at + 1 : ""}`] = { ...one.layout.xaxis, domain: [left, Math.min(left + width, 1)], anchor: y };
      layout[`yaxis${at ? at + 1 : ""}`] = { ...one.layout.yaxis, anchor: x };
      return one.traces.map((trace) => ({ ...trace, xaxis: x, yaxis: y }));
    });
    return { traces, layout };
  },
};
