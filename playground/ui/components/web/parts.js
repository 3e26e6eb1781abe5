// The parts of a view on the page: each kind is built once in its place, then only what differs is changed.

import { begun } from "./component.js";
import { element, say } from "./dom.js";
import { drawingFile } from "./drawing_file.js";
import { figure } from "./figure.js";
import { ladder } from "./ladder.js";
import { lanes } from "./lanes_table.js";
import { write } from "./markdown.js";
import { pictureBar } from "./picture_bar.js";
import { presentation } from "./presentation.js";
import { table } from "./table.js";
import { onLight } from "./theme.js";

/**
 * How one kind of part lives; `build` and `update` are given its view, as in `component.js`.
 *
 * @typedef {{tag?: string, name?: string, build?: Function, update: Function, end?: Function}} Kind
 */

/** Parts whose data never comes while something moves: drawn when it rests, or now and then. */
const CALM_EVERY = 100;

/** @type {Record<string, Kind>} */
const KINDS = {
  figure,
  table,
  ladder,
  lanes,
  text: {
    tag: "p",
    update({ root }, { text, look = "" }) {
      const name = `pg-text pg-${look || "plain"}`;
      if (root.className !== name) root.className = name;
      write(root, text);
    },
  },
  code: { tag: "pre", name: "pg-code", update: ({ root }, { text }) => say(root, text) },
  sample: {
    tag: "p",
    name: "pg-sample",
    build: (view) => Object.assign(view, { given: element("u", "", view.root), more: element("span", "", view.root) }),
    update(view, { prompt, text }) {
      say(view.given, prompt);
      say(view.more, text);
    },
  },
  columns: {
    name: "pg-columns",
    build: (view) => (view.sides = []),
    update(view, { sides }, look) {
      while (view.sides.length < sides.length) view.sides.push(new Parts(element("div", "pg-column", view.root)));
      sides.forEach((parts, at) => view.sides[at].show(parts, look));
    },
    end: (view) => view.sides.forEach((side) => side.end()),
  },
  component: {
    name: "pg-part",
    build: (view) => (view.bar = pictureBar(view.root, drawingPicture(view), view.ending)),
    update(view, { name, data }, look) {
      view.bar.name(look.pictureWords);
      const now = performance.now();
      const isSame = data === view.newest?.data;
      if (look.isMoving && (isSame || now - (view.at ?? 0) < CALM_EVERY)) return;
      view.at = now;
      view.newest = { data, look };
      view.shown ??= import(`./${name}.js`).then((module) => Object.assign(view, { draw: module.default, numbersOf: module.numbers }));
      view.shown.then(() => give(view)).catch((error) => console.error(error));
    },
    end: (view) => view.leave?.(),
  },
};

/** One of the page's own drawings as a picture that can be saved. @returns {import("./pictures.js").Picture} */
function drawingPicture(view) {
  const title = () => view.newest.data.words.title;
  return {
    root: view.root,
    enlarge: (times) => view.root.style.setProperty("--pg-times", times ?? 1),
    isDrawn: () => Boolean(view.leave),
    title: () => (view.newest.look.owner ? `${view.newest.look.owner}: ${title()}` : title()),
    words: () => view.newest.data.alt ?? view.newest.data.words.look_for,
    numbers: () => view.numbersOf(view.newest.data),
    svg: async () => onLight(view.root, () => give(view), () => drawingFile(view.root, title())),
  };
}

function give(view) {
  if (view.ending.aborted) return;
  const { data, look } = view.newest;
  const isFirst = !view.leave;
  view.leave = view.draw({ data, parentElement: view.root, setTriggerValue: look.tell });
  if (isFirst) presentation().changed();
}

/** A list of parts in one element. */
export class Parts {
  constructor(root) {
    this.root = root;
    /** @type {{key: string, kind: Kind, view: object}[]} */
    this.shown = [];
  }

  /**
   * @param {object[]} parts
   * @param {object} look how they are drawn now: `lookAt(part)` adds what a figure needs
   */
  show(parts, look) {
    parts.forEach((part, at) => {
      const key = `${part.is} ${part.key ?? ""}`;
      if (this.shown[at]?.key !== key) this.#put(at, key, KINDS[part.is]);
      const { kind, view } = this.shown[at];
      try {
        kind.update(view, part, part.is === "figure" ? look.of(part) : look.to(part));
      } catch (error) {
        console.error(error); // the parts after it are shown all the same
      }
    });
    while (this.shown.length > parts.length) this.#drop(this.shown.length - 1);
  }

  end() {
    while (this.shown.length) this.#drop(this.shown.length - 1);
  }

  /** Another kind of part stands at this place from now on. */
  #put(at, key, kind) {
    if (this.shown[at]) this.#drop(at);
    const root = document.createElement(kind.tag ?? "div");
    if (kind.name) root.className = kind.name;
    this.root.insertBefore(root, this.root.children[at] ?? null);
    this.shown.splice(at, 0, { key, kind, view: begun(kind.build ?? (() => {}), root) });
  }

  #drop(at) {
    const [{ kind, view }] = this.shown.splice(at, 1);
    view.abort();
    kind.end?.(view);
    view.root.remove();
  }
}
