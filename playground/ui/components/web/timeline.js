// The scrubber. While a hand is on it, the hand decides where the thumb is.

import { component } from "./component.js";
import { element, say } from "./dom.js";

const EVERY = 150; // ms between two seeks of one drag
const QUIET = 500; // ms after a move in which an answer may still belong to the move before it
const PATIENCE = 4000; // ms to wait for the page to arrive where the hand let go

export default component({
  tag: "div",
  name: "pg-timeline",
  build,
  update,
  end(line) {
    clearTimeout(line.timer);
    clearTimeout(line.again);
  },
});

function build(line) {
  const { root, ending } = line;
  const input = element("input", "pg-timeline-range", root);
  Object.assign(input, { type: "range", min: 0, step: 1, value: 0 });
  const foot = element("div", "pg-timeline-foot", root);
  const step = element("span", "pg-timeline-step", foot);
  const epoch = element("span", "", foot);
  const left = element("span", "", foot);
  const status = element("span", "pg-timeline-status", foot);
  status.setAttribute("role", "status");
  Object.assign(line, { input, step, epoch, left, status, held: false });
  Object.assign(line, { awaited: null, told: null, came: false, asked: new Set(), sentAt: 0 });
  input.addEventListener("pointerdown", () => (line.held = true));
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    input.addEventListener(end, () => (line.held = false));
  }
  input.addEventListener("input", () => moved(line));
  input.addEventListener("change", () => send(line)); // where a drag ends, whenever that is
  input.addEventListener("keydown", (event) => page(line, event));
  document.addEventListener("click", giveBack, { signal: ending });
}

/** A button pressed with a pointer, not by key, gives the keyboard back, so that the space bar stays Play. */
function giveBack({ detail, target }) {
  const pressed = detail > 0 && target.closest("button, [role=radio], [role=checkbox]");
  if (pressed && !pressed.closest("[role=dialog], [aria-haspopup]")) setTimeout(() => pressed.blur());
}

function update(line, data) {
  const { input } = line;
  input.max = data.total;
  input.setAttribute("aria-label", data.label);
  line.root.style.setProperty("--developed", data.developed / data.total);
  const since = Date.now() - line.sentAt;
  if (line.awaited !== null && (arrived(line, data.step, since) || since > PATIENCE)) {
    line.awaited = line.told = null;
    line.asked.clear();
  }
  if (!line.held && line.awaited === null) input.value = data.step;
  clearTimeout(line.again); // a page that stands still sends nothing more: look again by itself
  if (line.awaited !== null) line.again = setTimeout(() => update(line, line.given.data), PATIENCE - since + 10);
  say(line.epoch, data.epochText);
  say(line.left, data.timeLeft);
  say(line.status, data.status);
  readout(line);
}

/** Whether the page is where the hand let go, or was and has gone on from there: it plays. */
function arrived(line, step, since) {
  if (step !== line.awaited) return line.came && !line.asked.has(step);
  line.came = true;
  return since > QUIET;
}

function readout(line) {
  const { data } = line.given;
  const step = Number(line.input.value);
  const text = data.stepText
    .replace("{step}", step.toLocaleString())
    .replace("{total}", data.total.toLocaleString());
  say(line.step, text);
  const here = step === data.step && data.epochText ? `${text}, ${data.epochText}` : text;
  line.input.setAttribute("aria-valuetext", here);
  line.root.style.setProperty("--place", step / data.total);
}

/** The thumb was moved: no further than the film goes, and told to the page now and then. */
function moved(line) {
  const { input } = line;
  const { developed } = line.given.data;
  if (Number(input.value) > developed) input.value = developed;
  line.awaited = Number(input.value);
  line.sentAt = Date.now();
  line.came = line.given.data.step === line.awaited;
  readout(line);
  if (!line.timer) send(line);
}

/** Tell the page where it is waited for, unless it is there or knows; in a moment again, if that is elsewhere. */
function send(line) {
  clearTimeout(line.timer);
  line.timer = null;
  if (line.awaited === null || line.awaited === line.told) return;
  line.told = line.awaited;
  line.asked.add(line.told);
  line.given.setTriggerValue("seek", line.told);
  line.timer = setTimeout(() => send(line), EVERY);
}

function page(line, event) {
  const { total, developed } = line.given.data;
  const far = Math.max(10, Math.round(total / 20));
  const here = Number(line.input.value);
  const goals = { PageUp: here + far, PageDown: here - far, Home: 0, End: developed };
  if (!(event.key in goals)) return;
  event.preventDefault();
  line.input.value = Math.min(Math.max(goals[event.key], 0), developed);
  moved(line);
}
