// A small table; its cells are sentences. Rows that come by themselves follow the others.

import { onResize } from "./component.js";
import { element } from "./dom.js";
import { write } from "./markdown.js";

export const table = {
  name: "pg-table",
  build(view) {
    view.table = element("table", "", view.root);
    view.head = element("tr", "", element("thead", "", view.table));
    view.body = element("tbody", "", view.table);
    for (const node of [view.root, view.table]) onResize(view, node, reachable);
  },
  update(view, { head, rows, align, more }, look) {
    fill(view.head, head, align, "th");
    const all = more ? [...rows, ...look.rowsOf(more, head.length)] : rows;
    trim(view.body, all.length, "tr");
    all.forEach((cells, at) => fill(view.body.children[at], cells, align, "td"));
  },
};

/** A table wider than its place scrolls, with keys as well. */
function reachable({ root }) {
  if (root.scrollWidth > root.clientWidth) root.tabIndex = 0;
  else root.removeAttribute("tabindex");
}

function fill(row, cells, align, tag) {
  trim(row, cells.length, tag);
  cells.forEach((text, at) => {
    const cell = row.children[at];
    if (cell.dataset.align !== align[at]) cell.dataset.align = align[at];
    write(cell, text);
  });
}

function trim(parent, count, tag) {
  while (parent.childElementCount > count) parent.lastChild.remove();
  while (parent.childElementCount < count) element(tag, "", parent);
}
