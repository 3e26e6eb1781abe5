// What is open as files: the browser makes them of the numbers and pictures that it has.

import { component } from "./component.js";
import { csv } from "./csv.js";
import { element, say } from "./dom.js";
import { fileName, saveFile } from "./files.js";
import { icon } from "./icons.js";
import { player } from "./player.js";
import { reportOf } from "./report.js";
import { runNumbers } from "./run_numbers.js";

export default component({ tag: "div", name: "pg-take-away", build, update });

function build(view) {
  view.report = button(view, () => saveReport(view));
  view.history = button(view, () => saveNumbers(view.given.data));
}

function update(view, { words, runs }) {
  for (const name of ["report", "history"]) {
    say(view[name].lastChild, words[name]);
    view[name].title = words[`${name}Help`];
  }
  view.history.hidden = runs.length === 0;
}

function button(view, act) {
  const node = element("button", "pg-button", view.root);
  node.type = "button";
  icon("save", node);
  element("span", "", node);
  node.addEventListener("click", act);
  return node;
}

/** It waits for the pictures that were never looked at. */
async function saveReport(view) {
  const { data } = view.given;
  view.report.disabled = true;
  try {
    saveFile(fileName(data.file, "html"), await reportOf(data, player()), "text/html");
  } catch (error) {
    console.error(error);
  } finally {
    view.report.disabled = false;
  }
}

function saveNumbers({ runs, file }) {
  const known = runs.map(({ name, run }) => ({ name, tracks: player().tracks(run) }));
  saveFile(fileName(file, "csv"), csv(runNumbers(known)), "text/csv");
}
