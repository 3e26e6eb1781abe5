// The same beginning at earlier steps, each at half of the next one's: noise is seen to become words.

import { element, say } from "./dom.js";

const RUNGS = 6;

export const ladder = {
  tag: "table",
  name: "pg-ladder",
  build(view) {
    view.head = element("tr", "", element("thead", "", view.root));
    view.body = element("tbody", "", view.root);
  },
  update(view, part, look) {
    fill(view.head, part.head, "th");
    const rows = rungs(look.steps(part)).map(({ part: { row } }) => row);
    while (view.body.childElementCount > rows.length) view.body.lastChild.remove();
    while (view.body.childElementCount < rows.length) element("tr", "", view.body);
    rows.forEach((cells, at) => fill(view.body.children[at], cells, "td"));
  },
};

/** The first step, and those nearest to a half, a quarter and so on of the newest. */
export function rungs(steps) {
  if (steps.length < 2) return steps;
  const last = steps.at(-1).step;
  const goals = [0, ...Array.from({ length: RUNGS + 1 }, (_, back) => last / 2 ** (RUNGS - back))];
  const nearest = (goal) =>
    steps.reduce((best, one) => (Math.abs(one.step - goal) < Math.abs(best.step - goal) ? one : best));
  return [...new Set(goals.map(nearest))];
}

function fill(row, cells, tag) {
  while (row.childElementCount < cells.length) element(tag, "", row);
  cells.forEach((text, at) => say(row.children[at], text));
}
