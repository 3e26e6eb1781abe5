// What moves is drawn on a canvas under Plotly's axes: a round of Plotly takes 25 ms a chart, this takes one.

import { coloursOf, panelOf, pixelScale, sizeOf, wasEmpty } from "./plotly_private.js";

const SHADES = 256;
/** The part of its place that a bar takes, as Plotly draws it. */
const BAR = 0.8;
const DASHES = { dot: [2, 3], dash: [7, 4], dashdot: [7, 3, 2, 3], longdash: [10, 4] };

/** Whether every trace of a figure can be drawn here. */
export const canMove = (traces) => traces.every((trace) => canDraw(trace));

function canDraw({ type = "scatter", mode = "lines", fill = "none", orientation = "v" }) {
  if (type === "heatmap") return true;
  if (type === "bar") return orientation === "v";
  const isKnown = mode.split("+").every((part) => ["lines", "markers", "text"].includes(part));
  return type === "scatter" && ["none", "tonexty"].includes(fill) && isKnown;
}

/**
 * Draw the numbers of a figure in its place.
 *
 * @param {HTMLElement} plot where Plotly drew the same figure with other numbers
 * @param {HTMLCanvasElement} canvas lies on it
 * @param {import("./drawn.js").Drawn} drawn
 * @param {{text: string}} theme
 * @param {number|null} cursor where the cursor's line stands
 */
export function moveTo(plot, canvas, drawn, theme, cursor) {
  const pen = prepared(plot, canvas);
  drawn.traces.forEach((trace, at) => {
    const full = plot._fullData[at];
    if (!full || full.visible !== true) return;
    const { xaxis, yaxis } = panelOf(plot, full);
    pen.save();
    clip(pen, xaxis, yaxis, trace.cliponaxis === false);
    pen.globalAlpha = full.opacity ?? 1;
    const place = { x: pixelScale(xaxis), y: pixelScale(yaxis) };
    if (full.type === "heatmap") heatmap(pen, trace, full, place, coloursOf(plot, full));
    else if (full.type === "bar") bars(pen, trace, full, place);
    else scatter(pen, trace, full, place, theme, drawn.traces[at - 1]);
    pen.restore();
  });
  if (cursor !== null) upright(pen, plot, cursor, theme);
}

function prepared(plot, canvas) {
  const { width, height } = sizeOf(plot);
  const fine = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * fine) || canvas.height !== Math.round(height * fine)) {
    canvas.width = Math.round(width * fine);
    canvas.height = Math.round(height * fine);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(fine, 0, 0, fine, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

function clip(pen, xaxis, yaxis, isOpen) {
  const room = isOpen ? 40 : 0;
  pen.beginPath();
  pen.rect(xaxis._offset - room, yaxis._offset - room, xaxis._length + 2 * room, yaxis._length + 2 * room);
  pen.clip();
}

function scatter(pen, trace, full, place, theme, before) {
  const { mode } = full;
  if (full.fill === "tonexty") band(pen, trace, before, full.fillcolor, place);
  const colour = full.line?.color ?? full.marker?.color ?? theme.text;
  if (mode.includes("lines")) line(pen, trace, full.line, colour, place);
  if (mode.includes("markers")) markers(pen, trace, full.marker, theme, place);
  if (mode.includes("text")) words(pen, trace, full, theme, place);
}

/** The area between a line and the one before it. */
function band(pen, trace, before, colour, place) {
  pen.fillStyle = colour;
  pen.beginPath();
  for (let at = 0; at < trace.y.length; at++) pen.lineTo(place.x(trace.x[at]), place.y(trace.y[at]));
  for (let at = before.y.length - 1; at >= 0; at--) pen.lineTo(place.x(before.x[at]), place.y(before.y[at]));
  pen.fill();
}

function bars(pen, trace, full, place) {
  const width = Math.abs(place.x(trace.x[1] ?? trace.x[0] + 1) - place.x(trace.x[0])) * BAR;
  const zero = place.y(0);
  for (let at = 0; at < trace.y.length; at++) {
    const y = place.y(trace.y[at]);
    if (!Number.isFinite(y)) continue;
    pen.fillStyle = String(one(full.marker.color, at));
    pen.fillRect(place.x(trace.x[at]) - width / 2, Math.min(y, zero), width, Math.abs(y - zero));
  }
}

function line(pen, trace, style, colour, place) {
  if (!style.width) return;
  pen.strokeStyle = style.color ?? colour;
  pen.lineWidth = style.width;
  pen.lineJoin = "round";
  pen.setLineDash((DASHES[style.dash] ?? []).map((one) => (one * style.width) / 1.5));
  pen.beginPath();
  let isDown = false;
  for (let at = 0; at < trace.y.length; at++) {
    const y = place.y(trace.y[at]);
    const isThere = Number.isFinite(y);
    if (isThere) pen[isDown ? "lineTo" : "moveTo"](place.x(trace.x[at]), y);
    isDown = isThere;
  }
  pen.stroke();
  pen.setLineDash([]);
}

function markers(pen, trace, marker, theme, place) {
  const every = marker.maxdisplayed > 0 ? Math.max(1, Math.ceil(trace.y.length / marker.maxdisplayed)) : 1;
  for (let at = 0; at < trace.y.length; at += every) {
    const x = place.x(trace.x[at]);
    const y = place.y(trace.y[at]);
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const size = one(marker.size, at) / 2;
    pen.fillStyle = pen.strokeStyle = String(one(marker.color, at) ?? theme.text);
    mark(pen, one(marker.symbol, at), x, y, size);
  }
}

const one = (values, at) => (Array.isArray(values) || ArrayBuffer.isView(values) ? values[at] : values);

function mark(pen, symbol = "circle", x, y, size) {
  pen.beginPath();
  if (symbol.startsWith("diamond")) {
    const far = 1.3 * size;
    for (const [dx, dy] of [[0, -far], [far, 0], [0, far], [-far, 0]]) pen.lineTo(x + dx, y + dy);
    pen.closePath();
  } else if (symbol.startsWith("square")) {
    pen.rect(x - size, y - size, 2 * size, 2 * size);
  } else if (symbol.startsWith("line-ns")) {
    pen.moveTo(x, y - size);
    pen.lineTo(x, y + size);
  } else if (symbol.startsWith("x") || symbol.startsWith("cross")) {
    pen.moveTo(x - size, y - size);
    pen.lineTo(x + size, y + size);
    pen.moveTo(x + size, y - size);
    pen.lineTo(x - size, y + size);
  } else {
    pen.arc(x, y, size, 0, 2 * Math.PI);
  }
  pen.lineWidth = 1.5;
  if (/open|^x|^cross|^line/.test(symbol)) pen.stroke();
  else pen.fill();
}

function words(pen, trace, full, theme, place) {
  const texts = [trace.text].flat();
  pen.font = `${full.textfont?.size ?? 12}px ${full.textfont?.family ?? "sans-serif"}`;
  pen.fillStyle = full.textfont?.color ?? theme.text;
  const [level, side] = (one(full.textposition, 0) ?? "middle center").split(" ");
  pen.textAlign = { left: "right", right: "left", center: "center" }[side] ?? "center";
  pen.textBaseline = { top: "bottom", bottom: "top", middle: "middle" }[level] ?? "middle";
  texts.forEach((text, at) => {
    const [x, y] = [place.x(trace.x[at]), place.y(trace.y[at])];
    if (Number.isFinite(x) && Number.isFinite(y)) pen.fillText(text, x, y + { top: -3, bottom: 3, middle: 0 }[level]);
  });
}

function heatmap(pen, trace, full, place, scale) {
  const rows = trace.z;
  if (!rows.length || !rows[0].length) return;
  const colours = shades(scale);
  const image = new ImageData(rows[0].length, rows.length);
  const pixels = new Uint32Array(image.data.buffer);
  const { low, high } = scale;
  rows.forEach((row, r) => {
    for (let c = 0; c < row.length; c++) {
      const share = (row[c] - low) / (high - low || 1);
      if (Number.isFinite(share)) {
        pixels[r * row.length + c] = colours[Math.round(Math.min(Math.max(share, 0), 1) * (SHADES - 1))];
      }
    }
  });
  const small = scratch(image);
  const [left, right] = ends(trace, full, "x", rows[0].length).map(place.x);
  const [first, last] = ends(trace, full, "y", rows.length).map(place.y);
  pen.imageSmoothingEnabled = false;
  const edges = edgesOf(trace.x, rows[0].length)?.map(place.x) ?? [left, right];
  const wide = image.width / (edges.length - 1);
  for (let c = 0; c + 1 < edges.length; c++) {
    pen.save();
    pen.translate(edges[c], first);
    pen.scale((edges[c + 1] - edges[c]) / wide, (last - first) / image.height);
    pen.drawImage(small, c * wide, 0, wide, image.height, 0, 0, wide, image.height);
    pen.restore();
  }
  const cell = { width: (right - left) / image.width, height: (last - first) / image.height };
  gaps(pen, full, { left, first, right, last }, image, cell);
  if (trace.text) counts(pen, trace.text, full, { left, first }, cell, pixels);
}

/** The lines between cells. */
function gaps(pen, { xgap = 0, ygap = 0 }, { left, first, right, last }, image, cell) {
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  for (let c = 1; xgap && c < image.width; c++) pen.clearRect(left + c * cell.width - xgap / 2, low, xgap, high - low);
  for (let r = 1; ygap && r < image.height; r++) pen.clearRect(left, first + r * cell.height - ygap / 2, right - left, ygap);
}

/** The words in cells, dark on light and light on dark. */
function counts(pen, rows, full, { left, first }, cell, pixels) {
  pen.font = `${full.textfont?.size ?? 12}px ${full.textfont?.family ?? "sans-serif"}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  rows.forEach((row, r) => row.forEach((text, c) => {
    const pixel = pixels[r * row.length + c];
    const light = (pixel & 255) * 0.299 + ((pixel >> 8) & 255) * 0.587 + ((pixel >> 16) & 255) * 0.114;
    pen.fillStyle = light > 140 ? "#444" : "#fff";
    pen.fillText(text, left + (c + 0.5) * cell.width, first + (r + 0.5) * cell.height);
  }));
}

/** Where columns that stand at places of their own begin and end; null where they are evenly wide. */
function edgesOf(places, count) {
  if (places?.length !== count || count < 3 || typeof places[0] !== "number") return null;
  const between = Array.from({ length: count - 1 }, (_, at) => (places[at] + places[at + 1]) / 2);
  return [2 * places[0] - between[0], ...between, 2 * places[count - 1] - between.at(-1)];
}

let board = null;

function scratch(image) {
  board ??= document.createElement("canvas");
  board.width = image.width;
  board.height = image.height;
  board.getContext("2d").putImageData(image, 0, 0);
  return board;
}

/** Where the cells of a heatmap begin and end, as numbers on the axis. */
function ends(trace, full, name, count) {
  const given = trace[name];
  if (given?.length === count + 1) return [given[0], given[count]];
  if (given?.length && typeof given[0] === "number") {
    const width = count > 1 ? (given[count - 1] - given[0]) / (count - 1) : 1;
    return [given[0] - width / 2, given[count - 1] + width / 2];
  }
  const start = given?.length ? 0 : Number(full[`${name}0`] ?? 0);
  const width = given?.length ? 1 : Number(full[`d${name}`] ?? 1);
  return [start - width / 2, start + (count - 0.5) * width];
}

const palettes = new Map();

/** The colours of a heatmap as 32 bits each. */
function shades({ colorscale, reversescale }) {
  const key = JSON.stringify([colorscale, reversescale]);
  if (!palettes.has(key)) palettes.set(key, painted(colorscale, reversescale));
  return palettes.get(key);
}

function painted(stops, isReversed) {
  const strip = document.createElement("canvas");
  strip.width = SHADES;
  strip.height = 1;
  const pen = strip.getContext("2d", { willReadFrequently: true });
  const ramp = pen.createLinearGradient(0.5, 0, SHADES - 0.5, 0);
  for (const [at, colour] of stops) ramp.addColorStop(isReversed ? 1 - at : at, colour);
  pen.fillStyle = ramp;
  pen.fillRect(0, 0, SHADES, 1);
  return new Uint32Array(pen.getImageData(0, 0, SHADES, 1).data.buffer.slice(0));
}

function upright(pen, plot, at, theme) {
  const { xaxis, yaxis } = panelOf(plot, plot._fullData[0] ?? { xaxis: "x", yaxis: "y" });
  const x = pixelScale(xaxis)(at);
  pen.globalAlpha = 1;
  pen.strokeStyle = theme.text;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, yaxis._offset);
  pen.lineTo(x, yaxis._offset + yaxis._length);
  pen.stroke();
}

/** Whether Plotly must draw: the numbers have left axes that fit themselves to them, or a line has its first ones. */
export function outgrown(plot, drawn) {
  return drawn.traces.some((trace, at) => {
    const full = plot._fullData[at];
    if (trace.y?.length && wasEmpty(plot, at)) return true;
    if (!full || full.visible !== true || full.type !== "scatter") return false;
    const { yaxis } = panelOf(plot, full);
    if (drawn.layout[yaxis._name]?.range) return false;
    const [low, high] = [...yaxis.range].sort((a, b) => a - b);
    const room = 0.02 * (high - low);
    const onAxis = yaxis.type === "log" ? Math.log10 : (value) => value;
    return trace.y.some((value) => onAxis(value) > high + room || onAxis(value) < low - room);
  });
}
