// A button with a short list under it, for mouse, finger and keys.

import { element, say } from "./dom.js";
import { icon } from "./icons.js";

/**
 * A menu at the end of `parent`.
 *
 * @param {HTMLElement} parent
 * @param {object} how
 * @param {number} how.count of entries
 * @param {(entry: number) => void} how.choose called with the entry's place
 * @param {AbortSignal} how.ending
 * @param {string} [how.drawn] the button's icon
 * @returns {{name: (label: string, entries: string[]) => void}} give it its words
 */
export function menu(parent, { count, choose, ending, drawn = "more" }) {
  const box = element("div", "pg-menu", parent);
  const button = element("button", "pg-button pg-menu-button", box);
  Object.assign(button, { type: "button" });
  button.setAttribute("aria-haspopup", "menu");
  icon(drawn, button);
  const list = element("div", "pg-menu-list", box);
  list.setAttribute("role", "menu");
  const entries = Array.from({ length: count }, (_, place) => entry(list, () => chosen(place)));
  const isOpen = () => !list.hidden;
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", open);
  };
  const close = () => {
    show(false);
    button.focus();
  };
  const chosen = (place) => {
    close();
    choose(place);
  };
  button.addEventListener("click", () => {
    show(!isOpen());
    if (isOpen()) entries[0].focus();
  });
  box.addEventListener("keydown", (event) => isOpen() && walk(event, entries, close));
  box.addEventListener("focusout", ({ relatedTarget }) => !box.contains(relatedTarget) && show(false));
  document.addEventListener("pointerdown", ({ target }) => !box.contains(target) && show(false), { signal: ending });
  show(false);
  return {
    name(label, words) {
      button.title = label;
      button.setAttribute("aria-label", label);
      list.setAttribute("aria-label", label);
      words.forEach((word, place) => say(entries[place], word));
    },
  };
}

function entry(list, act) {
  const node = element("button", "pg-menu-entry", list);
  Object.assign(node, { type: "button", tabIndex: -1 });
  node.setAttribute("role", "menuitem");
  node.addEventListener("click", act);
  return node;
}

/** Arrow keys go round, Home and End to the ends, Escape leaves. */
function walk(event, entries, close) {
  const here = entries.indexOf(document.activeElement);
  const count = entries.length;
  const goals = { ArrowDown: (here + 1) % count, ArrowUp: (here + count - 1) % count, Home: 0, End: count - 1 };
  if (event.key === "Escape") close();
  else if (event.key in goals) entries[goals[event.key]].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
