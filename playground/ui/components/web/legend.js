// The legend as real buttons: they wrap on a phone, take a finger, and can be reached by key.

import { shape } from "./dom.js";

const DASHES = { dot: "2 3", dash: "7 4", dashdot: "7 3 2 3" };
const ROOM = 28; // px of the spec's top margin that are for Plotly's own legend

/** Put the learner's choices into `traces`, and a button for each line above the plot. */
export function legend(chart, traces, layout, redraw) {
  const entries = layout.showlegend === false ? [] : traces.filter((t) => t.showlegend !== false);
  layout.showlegend = false;
  if (entries.length) layout.margin.t = Math.max(8, layout.margin.t - ROOM);
  for (const trace of traces) {
    const shown = chart.choices.get(name(trace));
    if (shown !== undefined) trace.visible = shown;
    if (trace.visible === "legendonly") trace.visible = false;
  }
  const rank = (trace) => trace.legendrank ?? 1000;
  const lines = entries.filter((trace) => trace.name).sort((a, b) => rank(a) - rank(b));
  const same = JSON.stringify(lines.map(({ x, y, ...rest }) => rest));
  if (same === chart.entries) return;
  chart.entries = same;
  fill(chart, lines, redraw);
}

const name = (trace) => trace.legendgroup ?? trace.name;

/** Buttons are made anew only when there are other lines, so that none loses the focus. */
function fill(chart, lines, redraw) {
  while (chart.key.childElementCount > lines.length) chart.key.lastChild.remove();
  while (chart.key.childElementCount < lines.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("span"), document.createElement("span"));
    chart.key.append(button);
  }
  lines.forEach((trace, place) => {
    const button = chart.key.children[place];
    const shown = trace.visible !== false;
    button.setAttribute("aria-pressed", shown);
    button.firstChild.replaceChildren();
    swatch(trace, button.firstChild);
    button.lastChild.textContent = trace.name;
    button.onclick = () => {
      chart.choices.set(name(trace), !shown);
      redraw();
    };
  });
}

function swatch(trace, parent) {
  const svg = shape("svg", { viewBox: "0 0 24 16", "aria-hidden": "true" }, parent);
  svg.style.opacity = trace.opacity ?? 1;
  const { line = {}, marker = {}, mode = "lines" } = trace;
  if (mode.includes("lines")) {
    const width = Math.max(line.width ?? 2, 1.5);
    const style = { stroke: line.color ?? "currentColor", "stroke-width": width };
    shape("line", { x1: 0, x2: 24, y1: 8, y2: 8, "stroke-dasharray": DASHES[line.dash] ?? "", ...style }, svg);
  }
  if (mode.includes("markers")) mark(svg, marker);
}

function mark(svg, marker) {
  const colour = marker.color ?? "currentColor";
  if (marker.symbol === "diamond") {
    shape("path", { d: "M12 3l5 5-5 5-5-5z", fill: colour }, svg);
  } else if (marker.symbol === "circle-open") {
    shape("circle", { cx: 12, cy: 8, r: 5.5, fill: "none", stroke: colour, "stroke-width": 2 }, svg);
  } else if (marker.symbol === "square") {
    shape("rect", { x: 8, y: 4, width: 8, height: 8, fill: colour }, svg);
  } else {
    shape("circle", { cx: 12, cy: 8, r: 4, fill: colour }, svg);
  }
}
