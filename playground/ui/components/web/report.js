// The report of what is open: the server writes what was asked, the browser adds the numbers and the pictures it has.

import { history, isSame } from "./history.js";
import { filled, number } from "./numbers.js";
import { shownPictures } from "./pictures.js";
import { countUpTo } from "./sorted.js";
import { awake } from "./stage_alarm.js";

/** Where the sentence on the whole stands, on one page or another. */
const VERDICTS = ".pg-run-bar-verdict, .pg-lanes-verdict";

/** Of a chart in the report, in px: as wide as its page. */
const SIZE = { width: 800, least: 220 };

/** @param {object} data the server's: the report with its holes, the runs, the words */
export async function reportOf(data, player) {
  const drawn = await awake();
  try {
    return filledReport(data.report, {
      when: paragraph(new Date().toLocaleString(data.language), "span"),
      verdict: [...document.querySelectorAll(VERDICTS)].map(({ textContent }) => paragraph(textContent)).join(""),
      numbers: data.runs.length ? tableOf(numbersOf(data, player)) : "",
      scores: [...document.querySelectorAll(".pg-stage .pg-table table")].map((one) => tableOf(cellsOf(one))).join(""),
      notes: notesOf(data),
      pictures: (await Promise.all(shownPictures().map(figureOf))).join("\n"),
    });
  } finally {
    drawn();
  }
}

/** The report with its holes filled; each is HTML. */
export const filledReport = (page, holes) => page.replace(/<!--(\w+)-->/g, (_, name) => holes[name] ?? "");

/** Letters, whatever they are. */
export const escaped = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string[][]} rows the first is the head */
export function tableOf([head, ...rows]) {
  const line = (cells, tag) => `<tr>${cells.map((text, at) => `<${tag}${at ? ' class="number"' : ""}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  return `<table>\n${line(head, "th")}\n${rows.map((row) => line(row, "td")).join("\n")}\n</table>\n`;
}

const paragraph = (text, tag = "p") => (text.trim() ? `<${tag}>${escaped(text)}</${tag}>` : "");

/** What is pinned to the steps of the run. */
function notesOf({ kept, words }) {
  const { notes = [] } = history().runs().find((one) => isSame(one, kept)) ?? {};
  const lines = notes.map(([step, text]) => `<li>${escaped(filled(words.noted, { step: step.toLocaleString("en"), text }))}</li>`);
  return lines.length ? `<p>${escaped(words.notes)}</p>\n<ul>\n${lines.join("\n")}\n</ul>` : "";
}

/** A picture of its own: no part of it can do anything in the report. */
export async function figureOf(picture) {
  const { text, width, height } = await picture.svg(SIZE);
  const [title, words] = [picture.title(), picture.words()].map(escaped);
  const step = escaped(picture.root.closest(".pg-stage")?.querySelector(".pg-stage-note")?.textContent ?? "");
  const image = `<img src="data:image/svg+xml,${encodeURIComponent(text)}" alt="${title}" width="${width}" height="${height}">`;
  return `<figure>\n${image}\n<figcaption>${[words, step].filter(Boolean).join(" ")}</figcaption>\n</figure>`;
}

/** The losses and metrics of every run at the cursor, and the baseline's loss below. */
export function numbersOf({ runs, metrics, baseline, words }, player) {
  const names = Object.keys(metrics);
  const rows = runs.map(({ name, run }) => {
    const [tracks, step] = [player.tracks(run), player.stepOf(run)];
    const epoch = tracks ? countUpTo(tracks.epochStep, step) : 0;
    const of = (values) => (epoch && values ? number(values[epoch - 1]) : "–");
    const losses = [tracks?.epochTrainLoss, tracks?.testLoss, ...names.map((metric) => tracks?.metrics[metric])];
    return [filled(words.at, { run: name, step: step.toLocaleString("en") }), String(epoch), ...losses.map(of)];
  });
  const blank = names.map(() => "");
  const last = [words.baseline, "", "", number(baseline), ...blank];
  return [[words.run, words.epoch, words.trainLoss, words.testLoss, ...Object.values(metrics)], ...rows, last];
}

const cellsOf = (table) => [...table.rows].map(({ cells }) => [...cells].map(({ textContent }) => textContent));
