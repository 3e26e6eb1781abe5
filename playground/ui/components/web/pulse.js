// Tells the page that more of the runs it waits for are done, so that it draws them; nothing is seen of it.

import { component } from "./component.js";
import { player } from "./player.js";

/** Milliseconds from one word to the next. */
const PAUSE = 1000;
/** Milliseconds after which a word is said again: another run of the page's script may have swallowed it. */
const ANSWER_WITHIN = 5000;

export default component({
  tag: "span",
  name: "pg-pulse",
  build(view) {
    Object.assign(view, { saidAt: -Infinity, isWaiting: false, timer: null });
    const release = player().subscribe(() => view.given && tell(view));
    view.ending.addEventListener("abort", () => {
      release();
      clearTimeout(view.timer);
    });
  },
  update(view, { viewer, language }) {
    if (player().experiment?.viewer !== viewer) player().show({ serial: 0, change: "chosen", films: [], viewer, language });
    clearTimeout(view.timer);
    view.isWaiting = false; // the page has answered
    tell(view);
  },
});

/** One word at a time: the next when the page has answered the one before. */
function tell(view) {
  const { name, ended } = view.given.data;
  const newest = player().store.gathered.get(name);
  if (newest === undefined || newest === ended || view.isWaiting) return;
  const pause = view.saidAt + PAUSE - performance.now();
  clearTimeout(view.timer);
  if (pause > 0) {
    view.timer = setTimeout(() => tell(view), pause);
    return;
  }
  view.isWaiting = true;
  view.saidAt = performance.now();
  view.timer = setTimeout(() => {
    view.isWaiting = false;
    tell(view);
  }, ANSWER_WITHIN);
  view.given.setTriggerValue("more", newest);
}
