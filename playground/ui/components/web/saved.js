// A chart as a file: with its title, its legend, and on a light ground, whatever the page has.

import { layoutAt } from "./drawn.js";
import { figureNumbers } from "./figure_numbers.js";
import { grounded } from "./ramp.js";
import { LIGHT, templateFor } from "./theme.js";

const HEAD = 44; // px above the chart for its title

/** A live chart as a picture that can be saved. @returns {import("./pictures.js").Picture} */
export function chartPicture(chart, enlarge) {
  return {
    enlarge,
    root: chart.root,
    isDrawn: () => Boolean(chart.isDrawn),
    title: () => titleOf(chart),
    words: () => chart.part.words?.() ?? chart.part.alt,
    numbers: () => figureNumbers(chart.given.drawn),
    async svg({ width = chart.plot.clientWidth, least = 0 } = {}) {
      const { data, layout } = saved(chart);
      const height = Math.max(chart.plot.clientHeight, least) + HEAD;
      const address = await window.Plotly.toImage({ data, layout }, { format: "svg", width, height });
      return { text: decodeURIComponent(address.slice(address.indexOf(",") + 1)), width, height };
    },
  };
}

const titleOf = ({ part, owner }) => (owner ? `${owner}: ${part.title}` : part.title);

/** What is saved: the figure as it stands, with all that the page shows around it. */
export function saved(chart) {
  const { given, choices } = chart;
  const title = titleOf(chart);
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
