// Experiments as cards: a small picture, what one learns, and how long it takes.

import { component } from "./component.js";
import { element, put, say, shape } from "./dom.js";

const [WIDTH, HEIGHT] = [160, 44]; // of a small picture, in its own unit

export default component({ tag: "div", name: "pg-gallery", build() {}, update });

function update(view, { groups }) {
  const made = JSON.stringify(groups);
  if (made === view.made) return;
  view.made = made;
  view.root.replaceChildren();
  for (const { title, cards } of groups) {
    say(element("h3", "pg-gallery-title", view.root), title);
    const list = element("div", "pg-gallery-cards", view.root);
    for (const one of cards) card(view, list, one);
  }
}

function card(view, list, { name, title, notice, takes, line, text }) {
  const node = element("button", "pg-card", list);
  node.type = "button";
  node.dataset.name = name;
  const picture = element("span", "pg-card-picture", node);
  picture.setAttribute("aria-hidden", "true");
  if (line.length) curve(picture, line);
  else say(element("code", "", picture), text);
  say(element("strong", "", node), title);
  say(element("span", "pg-card-notice", node), notice);
  say(element("span", "pg-card-takes", node), takes);
  node.addEventListener("click", () => view.given.setTriggerValue("open", name));
}

function curve(parent, line) {
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" }, parent);
  const x = (at) => (at / (line.length - 1)) * WIDTH;
  const y = (value) => 3 + (1 - value) * (HEIGHT - 6);
  const d = line.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  put(shape("path", { d }, svg), { "vector-effect": "non-scaling-stroke" });
}
