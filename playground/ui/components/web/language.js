// The page's language: what readers, fonts and translators go by, the learner's choice, kept by the browser, and
// the few words that Streamlit and Plotly have in English alone.

import { component } from "./component.js";

const YEAR = 31_536_000;
const NAMES = ["aria-label", "placeholder", "data-title"];
const NAMED = NAMES.map((name) => `[${name}]`).join(",");

export default component({
  tag: "span",
  name: "pg-nothing",
  build(view) {
    view.watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) say(node, view.words);
    });
  },
  update(view, { language, cookie, keep, words }) {
    document.documentElement.lang = language;
    document.documentElement.translate = false;
    if (keep) document.cookie = `${cookie}=${keep}; max-age=${YEAR}; path=/; samesite=lax`;
    view.watch.disconnect();
    view.words = words;
    if (!Object.keys(words).length) return;
    say(document.body, words);
    view.watch.observe(document.body, { childList: true, subtree: true });
  },
  end(view) {
    view.watch.disconnect();
  },
});

/** Put the page's own words in the places of those that are known, in an element that has just come and in all of it. */
function say(node, words) {
  if (!(node instanceof HTMLElement)) return;
  for (const one of [node, ...node.querySelectorAll(NAMED)]) {
    for (const name of NAMES) {
      const known = words[one.getAttribute(name)];
      if (known) one.setAttribute(name, known);
    }
  }
  for (const one of node.querySelectorAll("a, button, span, div, small, label, li")) {
    const known = one.childElementCount === 0 && words[one.textContent];
    if (known) one.textContent = known;
  }
}
