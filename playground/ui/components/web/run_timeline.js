// The timeline of the run bar: a slider over the whole run that goes as far as the run is developed.

import { element, put } from "./dom.js";

/**
 * @param {HTMLElement} parent
 * @param {(step: number) => void} seek called with each step a hand or a key goes to
 * @returns {{flags: HTMLElement, draw: (told: {step: number, developed: number, total: number, label: string, text: string}) => void}}
 */
export function runTimeline(parent, seek) {
  const root = element("div", "pg-timeline", parent);
  const flags = element("div", "pg-note-flags", root);
  flags.setAttribute("role", "group");
  const input = element("input", "pg-timeline-range", root);
  Object.assign(input, { type: "range", min: 0, step: 1, value: 0 });
  const line = { root, input, seek, held: false, told: null };
  input.addEventListener("pointerdown", () => (line.held = true));
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    input.addEventListener(end, () => {
      line.held = false;
      draw(line, line.told);
    });
  }
  input.addEventListener("input", () => go(line, Number(input.value)));
  input.addEventListener("keydown", (event) => page(line, event));
  return { flags, draw: (told) => draw(line, told) };
}

/** While a hand is on the thumb, the hand decides where it is. */
function draw(line, told) {
  const { input, root } = line;
  line.told = told;
  if (!told) return;
  set(input, "max", told.total);
  if (!line.held) set(input, "value", told.step);
  put(input, { "aria-label": told.label, "aria-valuetext": told.text });
  const shown = line.held ? Number(input.value) : told.step;
  root.style.setProperty("--developed", Math.min(told.developed / told.total, 1));
  root.style.setProperty("--place", Math.min(shown / told.total, 1));
}

function set(input, name, value) {
  if (input[name] !== String(value)) input[name] = value;
}

/** No further than the film goes. */
function go(line, wished) {
  const step = Math.min(Math.max(wished, 0), line.told.developed);
  line.input.value = step;
  line.seek(step);
}

function page(line, event) {
  const { total, developed, step } = line.told;
  const far = Math.max(10, Math.round(total / 20));
  const goals = { PageUp: step + far, PageDown: step - far, Home: 0, End: developed };
  if (!(event.key in goals)) return;
  event.preventDefault();
  go(line, goals[event.key]);
}
