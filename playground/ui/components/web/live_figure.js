// One chart that lives: the node is made once, then only its numbers change.

import { component, onResize } from "./component.js";
import { element, say } from "./dom.js";
import { legend } from "./legend.js";
import { join, leave } from "./one_hover.js";
import { plotly } from "./plotly.js";
import { templateFor, themeAt } from "./theme.js";

const CONFIG = {
  displaylogo: false,
  displayModeBar: matchMedia("(hover: none)").matches ? false : "hover", // fingers would never see it go
  showSendToCloud: false,
  scrollZoom: false,
  doubleClick: "reset+autosize",
};
const BUTTONS = [["zoom2d", "pan2d", "resetScale2d"], ["toImage"]];

export default component({
  tag: "figure",
  name: "pg-figure",
  build,
  update(chart, data) {
    words(chart, data);
    draw(chart);
  },
  end(chart) {
    leave(chart);
    if (chart.drawn) window.Plotly?.purge(chart.plot);
  },
});

function build(chart) {
  const { root } = chart;
  const caption = element("figcaption", "pg-figure-caption", root);
  const title = element("div", "pg-figure-title", caption);
  const look = element("div", "pg-figure-look", caption);
  const key = element("div", "pg-figure-legend", root);
  const stage = element("div", "pg-figure-stage", root);
  const plot = element("div", "pg-figure-plot", stage);
  plot.setAttribute("role", "figure"); // not img: that would hide the buttons inside from readers
  const wait = element("div", "pg-figure-wait", stage);
  const details = element("details", "pg-figure-words", root);
  const summary = element("summary", "", details);
  const alt = element("p", "", details);
  Object.assign(chart, { title, look, key, stage, plot, wait, summary, alt, width: 0, choices: new Map() });
  onResize(chart, stage, () => requestAnimationFrame(() => fit(chart)));
}

function words(chart, data) {
  say(chart.title, data.title);
  say(chart.look, data.lookFor);
  say(chart.summary, data.wordsLabel);
  say(chart.alt, data.alt);
  const label = `${data.title}. ${data.alt}`;
  if (chart.plot.getAttribute("aria-label") !== label) chart.plot.setAttribute("aria-label", label);
  chart.stage.style.height = `${data.height}px`;
  chart.plot.classList.toggle("pg-clickable", data.clickable);
}

/** Draw the newest data; while one drawing is under way, only the newest waits behind it. */
async function draw(chart) {
  if (chart.busy) {
    chart.again = true;
    return;
  }
  chart.busy = true;
  try {
    const Plotly = await plotly(chart.given.data.plotly);
    do {
      chart.again = false;
      if (!chart.ending.aborted) await react(chart, Plotly);
    } while (chart.again && !chart.ending.aborted);
    chart.wait.hidden = true;
  } catch (error) {
    console.error(error);
    chart.wait.classList.add("pg-failed");
  } finally {
    chart.busy = false;
  }
}

async function react(chart, Plotly) {
  const { data } = chart.given;
  const theme = themeAt(chart.root);
  const look = JSON.stringify(theme);
  if (data.spec === chart.spec && look === chart.look_ && data.height === chart.height) return;
  const { data: traces, layout } = JSON.parse(data.spec);
  legend(chart, traces, layout, () => {
    chart.spec = null;
    draw(chart);
  });
  layout.template = templateFor(theme);
  layout.paper_bgcolor = theme.background; // a downloaded picture keeps the page's ground
  layout.uirevision = data.key;
  layout.autosize = true;
  layout.height = data.height;
  layout.dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";
  await Plotly.react(chart.plot, traces, layout, configFor(data));
  Object.assign(chart, { spec: data.spec, look_: look, height: data.height });
  if (!chart.drawn) {
    chart.drawn = true;
    chart.plot.on("plotly_click", (event) => click(chart, event));
  }
  join(chart, data.hoverGroup);
  chart.width = chart.stage.clientWidth;
}

function configFor(data) {
  const name = data.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  const image = { format: "png", filename: name, scale: 2 };
  return { ...CONFIG, modeBarButtons: BUTTONS, toImageButtonOptions: image };
}

function click(chart, event) {
  const point = event.points?.[0];
  if (!chart.given.data.clickable || !point) return;
  chart.given.setTriggerValue("click", { x: point.x, y: point.y, curve: point.curveNumber });
}

function fit(chart) {
  const width = chart.stage.clientWidth;
  if (!chart.drawn || chart.ending.aborted || width === 0 || width === chart.width) return;
  chart.width = width;
  window.Plotly.Plots.resize(chart.plot);
}
