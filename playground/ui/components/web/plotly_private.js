// Everything in Plotly that we use and its documentation does not promise. An upgrade may change any of it:
// `test_plotly_still_has_its_private_parts_that_we_use` then says which, and this is the one file to mend.

/** The traces, each with its panel: `_fullData` has their defaults filled in, `_plots` each pair of axes. */
export function linesOf(plot) {
  const panels = plot._fullLayout._plots;
  const lines = plot._fullData.map((trace) => ({ trace, panel: panels[trace.xaxis + trace.yaxis] }));
  return lines.filter(({ panel }) => panel);
}

/** The points of a trace as numbers on its axes: `calcdata` has them in the order of the traces. */
export const pointsOf = (plot, trace) => plot.calcdata[trace.index];

/** Whether `plot` itself names all its lines at one x: `_fullLayout` has the default where the layout is silent. */
export const namesAllAtX = (plot) => ["x", "x unified"].includes(plot._fullLayout.hovermode);

/** The distance in pixels at which the pointer still finds a point: a default of `_fullLayout` as well. */
export const reachOf = (plot) => plot._fullLayout.hoverdistance;

/** `value` as a number on `axis`: `d2c`, but `_categories` for classes, as `d2c` would add an unknown one. */
export const positionOn = (axis, value) =>
  axis.type === "category" ? axis._categories.indexOf(value) : axis.d2c(value);

/** Pixels from the start of `axis` to `position`: `c2p`. */
export const pixelOn = (axis, position) => axis.c2p(position);

/** Whether `position` is a number and in view: an axis is `_length` pixels long. */
export const isInView = (axis, position) => pixelOn(axis, position) >= 0 && pixelOn(axis, position) <= axis._length;

/** Show labels without a pointer. `Fx.hover` then fires no event, so a chart that follows never leads. */
export const hover = (plot, points, panels) => window.Plotly.Fx.hover(plot, points, panels);

/** Take the labels away. */
export const unhover = (plot) => window.Plotly.Fx.unhover(plot);

/** Whether Plotly left a trace out because it had no points: in `_fullData` it is hidden, in the learner's eyes not. */
export const wasEmpty = (plot, at) => plot._fullData[at]?.visible === false && plot.data[at].visible !== false;

/** The pair of axes of a trace, as `_fullData` has it. */
export const panelOf = (plot, trace) => plot._fullLayout._plots[(trace.xaxis ?? "x") + (trace.yaxis ?? "y")];

/** Width and height in pixels as Plotly drew it: to ask the page would make it lay out what others have just changed. */
export const sizeOf = (plot) => plot._fullLayout;

/** The colours of a heatmap and the numbers at their ends: its own, or those of a `coloraxis` that several share. */
export function coloursOf(plot, { coloraxis, colorscale, reversescale, zmin, zmax }) {
  if (!coloraxis) return { colorscale, reversescale, low: zmin, high: zmax };
  const shared = plot._fullLayout[coloraxis];
  return { colorscale: shared.colorscale, reversescale: shared.reversescale, low: shared.cmin, high: shared.cmax };
}

/** From a value on `axis` to its pixel in the whole plot: `_offset` and `_length` say where the axis lies. */
export function pixelScale(axis) {
  const [from, to] = axis.range;
  const share = axis._length / (to - from);
  const isUp = axis._id.startsWith("y");
  const place = (at) => axis._offset + (isUp ? axis._length - (at - from) * share : (at - from) * share);
  if (axis.type === "log") return (value) => place(Math.log10(value));
  if (axis.type === "category") return (value) => place(typeof value === "number" ? value : axis._categories.indexOf(value));
  if (axis.type === "date") return (value) => place(axis.d2c(value));
  return (value) => place(Number(value));
}

/** The drawing of a shape, by its place in the layout. */
export const shapeOf = (plot, at) => plot.querySelector(`.shapelayer [data-index="${at}"]`);
