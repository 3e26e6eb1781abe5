// The learner's progress in the browser's own storage: told to the page once, and written down when it changes.
// Another place in the course is shown from its top: "Continue" stands below, and the new step begins above.

import { component } from "./component.js";

const NAME = "rnn-playground.progress";

export default component({
  tag: "span",
  name: "pg-nothing",
  build(view) {
    setTimeout(() => view.given?.setTriggerValue("kept", read()));
  },
  update(view, data) {
    if (data.save !== null) write(data.save);
    if ("place" in view && view.place !== data.place) showTop();
    view.place = data.place;
  },
});

function showTop() {
  document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0, behavior: "instant" });
}

/** What is kept; nothing where the browser keeps nothing, as in a private window. */
function read() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function write(progress) {
  try {
    localStorage.setItem(NAME, progress);
  } catch (error) {
    console.warn(error);
  }
}
