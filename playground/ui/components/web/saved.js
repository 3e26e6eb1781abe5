// A chart as a file: with its title, its legend, and on a light ground, whatever the page has.

import { layoutAt } from "./drawn.js";
import { grounded } from "./ramp.js";
import { templateFor } from "./theme.js";

const LIGHT = { text: "#0f1626", background: "#ffffff", raised: "#f2f4f8", border: "#818a9d" };
const HEAD = 44; // px above the chart for its title
const FORMATS = ["png", "svg"];

/** The buttons that save a chart; `labels` are for PNG and SVG. */
export function saveButtons(chart, labels) {
  return FORMATS.map((format, at) => ({
    name: format,
    title: labels[at],
    icon: window.Plotly.Icons[format === "png" ? "camera" : "disk"],
    click: () => save(chart, format),
  }));
}

function save(chart, format) {
  const { title } = saved(chart);
  const filename = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  const { clientWidth: width, clientHeight: height } = chart.plot;
  return window.Plotly.downloadImage(saved(chart), { format, filename, width, height: height + HEAD, scale: 2 });
}

/** What is saved: the figure as it stands, with all that the page shows around it. */
export function saved({ part, given, choices, owner = "" }) {
  const title = owner ? `${owner}: ${part.title}` : part.title;
  const data = given.drawn.traces.map((trace) => onLight(trace, choices));
  const layout = layoutAt(given.drawn, given.cursor);
  layout.template = templateFor({ ...LIGHT, font: "sans-serif" });
  layout.paper_bgcolor = layout.plot_bgcolor = LIGHT.background;
  layout.title = { text: title.replace(/</g, "‹"), x: 0.02, xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 12 } };
  layout.margin = { ...layout.margin, t: (layout.margin?.t ?? 0) + HEAD };
  return { title, data, layout };
}

function onLight(trace, choices) {
  const shown = choices.get(trace.legendgroup ?? trace.name);
  return { ...grounded(trace, LIGHT.background), ...(shown === undefined ? {} : { visible: shown || "legendonly" }) };
}
