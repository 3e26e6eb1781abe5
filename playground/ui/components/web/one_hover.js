// One pointer for the charts of a group: where it rests in one of them, the others show what they have.

import * as parts from "./plotly_private.js";

const groups = new Map();
const STARTS = ["plotly_hover", "plotly_click"]; // a finger's tap is only told as a click

/** After each drawing: `chart` is of the group `name`, of none where that is empty. */
export function join(chart, name) {
  if (name !== chart.group?.name) {
    leave(chart);
    if (name) enter(chart, name);
  }
  const place = chart.group?.place;
  if (place && place.leader !== chart) follow(chart.plot, place);
}

/** Before `chart` ends. */
export function leave(chart) {
  const { group, plot } = chart;
  if (!group) return;
  rest(chart);
  group.charts.delete(chart);
  if (!group.charts.size) groups.delete(group.name);
  for (const event of STARTS) plot.removeListener(event, chart.leads);
  plot.removeListener("plotly_unhover", chart.rests);
  parts.unhover(plot);
  chart.group = undefined;
}

function enter(chart, name) {
  if (!groups.has(name)) groups.set(name, { name, charts: new Set(), place: null });
  chart.group = groups.get(name);
  chart.group.charts.add(chart);
  chart.leads = (event) => lead(chart, event.points[0]);
  chart.rests = () => rest(chart);
  for (const event of STARTS) chart.plot.on(event, chart.leads);
  chart.plot.on("plotly_unhover", chart.rests);
}

function lead(chart, point) {
  if (!point?.xaxis) return;
  const place = {
    leader: chart,
    names: parts.linesOf(chart.plot).map(({ trace }) => trace.name),
    name: point.fullData.name,
    type: point.fullData.type,
    along: titleOf(point.xaxis),
    panel: titleOf(point.yaxis),
    number: point.pointNumber,
    x: point.x,
    y: point.y,
  };
  chart.group.place = place;
  for (const other of chart.group.charts) if (other !== chart) follow(other.plot, place);
}

function rest(chart) {
  const { group } = chart;
  if (group.place?.leader !== chart) return; // another chart leads by now
  group.place = null;
  for (const other of group.charts) if (other !== chart) parts.unhover(other.plot);
}

/** Show in `plot` what it has at `place`; where that is nothing, nothing. */
function follow(plot, place) {
  const shown = plot.clientWidth > 0; // not so in a tab that is closed
  const found = shown ? linesFor(plot, place).map((line) => pointOf(plot, line, place)) : [];
  const points = found.filter(Boolean);
  if (!points.length) return parts.unhover(plot);
  const panels = [...new Set(points.map((point) => point.panel))];
  parts.hover(plot, parts.namesAllAtX(plot) ? { xval: points[0].xval } : points, panels);
}

/**
 * The lines of `plot` that answer to the one pointed at: of the panel with its name, else of every panel,
 * those with its own name, else those that the leading chart has not, as the line of another network.
 */
function linesFor(plot, place) {
  const lines = parts
    .linesOf(plot)
    .filter(({ trace }) => trace.type === place.type && trace.hoverinfo !== "skip")
    .filter(({ panel }) => titleOf(panel.xaxis) === place.along);
  const inPanel = lines.filter(({ panel }) => titleOf(panel.yaxis) === place.panel);
  const near = inPanel.length ? inPanel : lines;
  const named = near.filter(({ trace }) => trace.name === place.name);
  const own = near.filter(({ trace }) => !place.names.includes(trace.name));
  return (named.length ? named : own).filter(({ trace }) => trace.visible === true);
}

/** The cell at `place`, or the nearest point of a line there, as `Fx.hover` takes it; else nothing. */
function pointOf(plot, { trace, panel }, place) {
  const { xaxis, yaxis } = panel;
  const common = { curveNumber: trace.index, panel: panel.id };
  const xval = parts.positionOn(xaxis, place.x);
  if (trace.type === "heatmap") {
    const yval = parts.positionOn(yaxis, place.y);
    return parts.isInView(xaxis, xval) && parts.isInView(yaxis, yval) && { ...common, xval, yval };
  }
  const points = parts.pointsOf(plot, trace);
  const pointNumber = points[place.number]?.x === xval ? place.number : nearest(points, xval);
  const point = points[pointNumber];
  const away = point && Math.abs(parts.pixelOn(xaxis, point.x) - parts.pixelOn(xaxis, xval));
  if (!(away <= parts.reachOf(plot))) return null;
  const inView = parts.isInView(xaxis, point.x) && parts.isInView(yaxis, point.y);
  return inView && { ...common, pointNumber, xval: point.x };
}

/** The place of the point whose x is nearest; none where `x` is beyond the ends of the line. */
function nearest(points, x) {
  let best;
  let ends = [Infinity, -Infinity];
  points.forEach((point, place) => {
    ends = [Math.min(ends[0], point.x), Math.max(ends[1], point.x)];
    if (best === undefined || Math.abs(point.x - x) < Math.abs(points[best].x - x)) best = place;
  });
  return ends[0] <= x && x <= ends[1] ? best : undefined;
}

const titleOf = (axis) => axis.title?.text;
