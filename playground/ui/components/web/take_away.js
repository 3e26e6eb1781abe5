// What is open as files: the browser makes them of the numbers and pictures that it has.

import { component } from "./component.js";
import { csv } from "./csv.js";
import { element, say } from "./dom.js";
import { fileName, saveFile } from "./files.js";
import { icon } from "./icons.js";
import { player } from "./player.js";
import { runNumbers } from "./run_numbers.js";

export default component({ tag: "div", name: "pg-take-away", build, update });

function build(view) {
  view.history = button(view, () => saveNumbers(view.given.data));
}

function update(view, { words }) {
  say(view.history.lastChild, words.history);
  view.history.title = words.historyHelp;
}

function button(view, act) {
  const node = element("button", "pg-button", view.root);
  node.type = "button";
  icon("save", node);
  element("span", "", node);
  node.addEventListener("click", act);
  return node;
}

function saveNumbers({ runs, file }) {
  const known = runs.map(({ name, run }) => ({ name, tracks: player().tracks(run) }));
  saveFile(fileName(file, "csv"), csv(runNumbers(known)), "text/csv");
}
