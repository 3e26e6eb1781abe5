// Notes pinned to steps of a run: flags on its timeline, and a line in which one is written.

import { element, say } from "./dom.js";
import { isSame, LONGEST_NOTE, MOST_NOTES, notesIn } from "./history.js";
import { icon } from "./icons.js";
import { filled } from "./numbers.js";

/** The part of the run after which the words of a flag stand to its left. */
const HALFWAY = 0.5;
/** The part of the run for which a note is said after its step. */
const NEAR = 0.02;

export class RunNotes {
  /**
   * @param {{flags: HTMLElement, place: HTMLElement}} where the flags stand over the timeline, the button beside the place
   * @param {import("./player.js").Player} player
   * @param {import("./history.js").History} history
   * @param {AbortSignal} ending
   */
  constructor({ flags, place }, player, history, ending) {
    Object.assign(this, { player, history, flags, kept: null, serial: null, notes: [], drawn: "" });
    this.button = element("button", "pg-button pg-note-button", place);
    this.button.type = "button";
    icon("flag", this.button);
    this.button.addEventListener("click", () => this.#write(this.player.cursor.step));
    this.form = element("form", "pg-note-form", place);
    this.form.hidden = true;
    this.label = element("label", "", this.form);
    this.input = element("input", "", this.label);
    this.save = element("button", "pg-button", this.form);
    this.remove = element("button", "pg-button", this.form);
    this.remove.type = "button";
    this.remove.addEventListener("click", () => this.#take(""));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#take(this.input.value)));
    this.form.addEventListener("keydown", (event) => this.#pressed(event));
    this.form.addEventListener("focusout", ({ relatedTarget }) => this.form.contains(relatedTarget) || this.#close());
    this.hint = this.label.insertBefore(document.createElement("span"), this.input);
    this.input.maxLength = LONGEST_NOTE;
    history.listen(() => this.#read(), ending);
  }

  /** The experiment of the page. @param {object} data the run bar's */
  show({ words, kept, notes, experiment }) {
    const [before, old] = [this.kept, this.notes];
    Object.assign(this, { words, kept });
    this.button.hidden = !kept;
    [this.button.title, this.save.textContent, this.remove.textContent] = [words.noteHelp, words.save, words.remove];
    this.button.setAttribute("aria-label", words.note);
    this.flags.setAttribute("aria-label", words.notes);
    if (!kept || (before && isSame(before, kept))) return this.#draw();
    this.#close();
    this.#read();
    const shared = before && experiment.change === "forked" ? old.filter(([step]) => step <= this.player.cursor.step) : [];
    if (notes.length || shared.length) this.#keep([...notes, ...shared, ...this.notes]);
  }

  /** As a link holds them; empty where there are none. */
  get written() {
    return this.notes.length ? JSON.stringify(this.notes) : "";
  }

  /** What is noted at this step, or close before it; empty where nothing is. */
  at(step, total) {
    const near = this.notes.findLast(([at]) => at <= step && step - at <= NEAR * total);
    return near ? near[1] : "";
  }

  #read() {
    const run = this.kept && this.history.runs().find((one) => isSame(one, this.kept));
    this.notes = run?.notes ?? [];
    this.#draw();
  }

  #keep(notes) {
    this.history.note({ ...this.kept, notes: notesIn(notes), when: Date.now() });
  }

  #draw() {
    const total = Math.max(1, this.player.facts().totalSteps);
    const state = JSON.stringify([this.notes, total]);
    if (state === this.drawn) return;
    this.drawn = state;
    this.flags.replaceChildren(...this.notes.map(([step, text]) => this.#flag(step, text, step / total)));
  }

  #flag(step, text, share) {
    const flag = document.createElement("button");
    Object.assign(flag, { type: "button", className: "pg-note-flag" });
    flag.style.setProperty("--place", Math.min(share, 1));
    flag.classList.toggle("pg-late", share > HALFWAY);
    flag.setAttribute("aria-label", `${filled(this.words.noteAt, { step: step.toLocaleString("en") })}: ${text}`);
    element("span", "", flag).textContent = text;
    flag.addEventListener("click", () => {
      this.player.act({ kind: "seek", step });
      if (this.player.cursor.step === step) this.#write(step);
    });
    return flag;
  }

  #write(step) {
    this.player.act({ kind: "pause" });
    const known = this.notes.find(([at]) => at === step);
    if (!known && this.notes.length >= MOST_NOTES) return;
    this.step = step;
    say(this.hint, filled(this.words.noteAt, { step: step.toLocaleString("en") }));
    this.input.value = known?.[1] ?? "";
    this.remove.hidden = !known;
    this.form.hidden = false;
    this.input.focus();
  }

  #take(text) {
    const others = this.notes.filter(([step]) => step !== this.step);
    this.#close();
    this.#keep([...others, [this.step, text]]);
    this.button.focus();
  }

  #close() {
    this.form.hidden = true;
  }

  #pressed(event) {
    event.stopPropagation(); // the space bar is a letter here
    if (event.key !== "Escape") return;
    this.#close();
    this.button.focus();
  }
}
