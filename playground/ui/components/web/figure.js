// One chart that lives: Plotly draws it once and whenever it rests, and what moves is drawn over its axes.

import { onResize } from "./component.js";
import { element, put, say } from "./dom.js";
import { layoutAt } from "./drawn.js";
import { larger } from "./larger.js";
import { legend } from "./legend.js";
import { canMove, moveTo, outgrown } from "./motion.js";
import { join, leave } from "./one_hover.js";
import { pictureBar } from "./picture_bar.js";
import { plotly } from "./plotly.js";
import { presentation } from "./presentation.js";
import { shapeOf } from "./plotly_private.js";
import { grounded } from "./ramp.js";
import { chartPicture } from "./saved.js";
import { templateFor, themeAt } from "./theme.js";
import { inTurn } from "./turns.js";

const CONFIG = {
  displaylogo: false,
  displayModeBar: matchMedia("(hover: none)").matches ? false : "hover", // fingers would never see it go
  showSendToCloud: false,
  scrollZoom: false,
  doubleClick: "reset+autosize",
  modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]],
};
/** Milliseconds between two rounds of Plotly for a chart that moves: at most, and as many times what a round takes. */
const PLOTLY_EVERY = 500;
const PLOTLY_SHARE = 6;
/** Milliseconds after which the words of a chart that moves are too old for who asks for them. */
const WORDS_EVERY = 1000;

/**
 * @typedef {object} Part what `playground.views.parts.figure` makes
 *
 * @typedef {object} Look how it is to be drawn now
 * @property {import("./drawn.js").Drawn} drawn its numbers at this moment
 * @property {boolean} isMoving whether others will follow at once
 * @property {number|null} cursor where the cursor's line stands, in the chart's own unit
 * @property {Record<string, string>} pictureWords what one does with a picture
 * @property {string} owner whose picture it is, where there are several of one title
 * @property {(name: string, value: object) => void} tell tells the page what was clicked
 */

export const figure = { tag: "figure", name: "pg-figure", build, update, end };

function build(chart) {
  const { root } = chart;
  const caption = element("figcaption", "pg-figure-caption", root);
  const title = element("div", "pg-figure-title", caption);
  const look = element("div", "pg-figure-look", caption);
  const key = element("div", "pg-figure-legend", root);
  const stage = element("div", "pg-figure-stage", root);
  const plot = element("div", "pg-figure-plot", stage);
  plot.setAttribute("role", "figure"); // not img: that would hide the buttons inside from readers
  const canvas = element("canvas", "pg-figure-motion", stage);
  canvas.setAttribute("aria-hidden", "true");
  const wait = element("div", "pg-figure-wait", stage);
  const details = element("details", "pg-figure-words", root);
  const summary = element("summary", "", details);
  const alt = element("p", "", details);
  Object.assign(chart, { title, look, key, stage, plot, canvas, wait, details, summary, alt, width: 0 });
  chart.bar = pictureBar(root, chartPicture(chart, (times) => enlarge(chart, times)), chart.ending);
  Object.assign(chart, { choices: new Map(), times: null, reacted: null, at: 0, took: 0, toldAt: -Infinity });
  details.addEventListener("toggle", () => chart.part && words(chart));
  stage.addEventListener("pointerenter", () => (chart.isPointedAt = true));
  stage.addEventListener("pointerleave", () => (chart.isPointedAt = false));
  onResize(chart, stage, () => requestAnimationFrame(() => fit(chart)));
}

/** @param {Part} part @param {Look} look */
function update(chart, part, look) {
  Object.assign(chart, { part, given: look, owner: look.owner });
  say(chart.title, part.title);
  say(chart.look, part.lookFor);
  chart.bar.name(look.pictureWords);
  chart.stage.style.height = chart.times ? "" : `${part.height}px`;
  if (!look.isMoving || chart.details.open || performance.now() - chart.toldAt > WORDS_EVERY) words(chart);
  chart.plot.classList.toggle("pg-clickable", part.clickable);
  if (!chart.isDrawn) legend(chart, look.drawn.traces.map((trace) => ({ ...trace })), layoutAt(look.drawn, null), () => draw(chart));
  if (look.isMoving && moved(chart)) {
    if (chart.isPointedAt && performance.now() - chart.at > PLOTLY_EVERY) draw(chart); // hover shows these numbers
  } else if (!look.isMoving || performance.now() - chart.at > Math.min(PLOTLY_SHARE * chart.took, PLOTLY_EVERY)) {
    draw(chart);
  }
}

function end(chart) {
  leave(chart);
  if (chart.isDrawn) window.Plotly?.purge(chart.plot);
}

/** The words for who does not see the chart: made when they can be asked for, not in every frame. */
function words(chart) {
  const { part } = chart;
  chart.toldAt = performance.now();
  const alt = part.words ? part.words() : part.alt;
  say(chart.summary, part.wordsLabel);
  say(chart.alt, alt);
  put(chart.plot, { "aria-label": `${part.title}. ${alt}` });
}

/** Draw the numbers over the axes that stand there; whether that could be done. */
function moved(chart) {
  const { drawn, cursor } = chart.given;
  if (chart.reacted?.frame !== drawn.frame || !canMove(drawn.traces) || outgrown(chart.plot, drawn)) return false;
  moveTo(chart.plot, chart.canvas, drawn, chart.theme, cursor);
  chart.root.classList.add("pg-moving");
  return true;
}

/** Let Plotly draw the newest numbers; while one drawing is under way, only the newest waits behind it. */
async function draw(chart) {
  chart.again = true;
  if (chart.isBusy) return;
  chart.isBusy = true;
  try {
    const Plotly = await plotly();
    while (chart.again && !chart.ending.aborted) {
      await inTurn();
      chart.again = false;
      if (!chart.ending.aborted) await react(chart, Plotly);
    }
    chart.wait.hidden = true;
    presentation().changed();
  } catch (error) {
    console.error(error);
    chart.wait.classList.add("pg-failed");
  } finally {
    chart.isBusy = false;
  }
}

async function react(chart, Plotly) {
  const { part, given } = chart;
  const theme = themeAt(chart.root);
  const height = chart.times ? chart.stage.clientHeight : part.height;
  const look = JSON.stringify([theme, height, part.zoom, chart.times, [...chart.choices]]);
  if (given.drawn === chart.reacted && look === chart.lookOf && given.cursor === chart.cursor) return settle(chart);
  const times = chart.times ?? 1;
  const traces = larger(given.drawn.traces.map((trace) => grounded(trace, theme.background)), times);
  let layout = layoutAt(given.drawn, given.cursor);
  legend(chart, traces, layout, () => draw(chart));
  layout.template = templateFor(theme);
  layout = larger(layout, times);
  layout.paper_bgcolor = theme.background; // a downloaded picture keeps the page's ground
  layout.uirevision = part.zoom;
  layout.autosize = true;
  layout.height = height;
  layout.clickanywhere = part.seeks > 0; // a redraw takes the hovered point away under a finger that is down
  layout.dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";
  const begin = performance.now();
  await Plotly.react(chart.plot, traces, layout, CONFIG);
  chart.took = performance.now() - begin;
  Object.assign(chart, { reacted: given.drawn, lookOf: look, cursor: given.cursor, theme, at: performance.now() });
  const at = (layout.shapes ?? []).findIndex((shape) => shape.name === "cursor");
  if (at >= 0) shapeOf(chart.plot, at)?.setAttribute("data-cursor", "");
  if (!chart.isDrawn) {
    chart.isDrawn = true;
    chart.plot.on("plotly_click", (event) => click(chart, event));
  }
  join(chart, part.hoverGroup);
  chart.width = chart.stage.clientWidth;
  settle(chart);
}

/** What Plotly drew is the newest: the canvas over it goes, unless something newer is on it. */
function settle(chart) {
  if (!chart.given.isMoving) chart.root.classList.remove("pg-moving");
  else if (chart.root.classList.contains("pg-moving")) moved(chart);
}

function click(chart, event) {
  const point = event.points?.[0];
  const [place] = event.xvals ?? [];
  if (chart.part.seeks && Number.isFinite(place)) return chart.given.tell("click", { x: place });
  if (!chart.part.clickable || !point) return;
  const { x, y, curveNumber: curve } = point;
  const pick = chart.part.pick?.[Math.round(y)];
  if (chart.part.pick && (point.data.type !== "heatmap" || pick === undefined)) return;
  chart.given.tell("click", { x, y, curve, ...(pick === undefined ? {} : { pick }) });
}

/** Letters so many times as large, in all the room there is; null is as on the page. */
function enlarge(chart, times) {
  chart.times = times;
  chart.root.style.setProperty("--pg-times", times ?? 1);
  chart.stage.style.height = times ? "" : `${chart.part.height}px`;
  draw(chart);
}

function fit(chart) {
  if (chart.times) return draw(chart);
  const width = chart.stage.clientWidth;
  if (!chart.isDrawn || chart.ending.aborted || width === 0 || width === chart.width) return;
  chart.width = width;
  window.Plotly.Plots.resize(chart.plot);
  if (chart.root.classList.contains("pg-moving")) moved(chart);
}
