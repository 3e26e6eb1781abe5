// One picture for a whole class: it fills the screen, with larger letters, and the player under it.

import { history, isSame, parsed, written } from "./history.js";
import { timesOn } from "./larger.js";
import { shownPictures } from "./pictures.js";

/** Pinned runs that are trained ahead. */
const MOST_AHEAD = 8;
/** What keeps letters for itself, and what arrow keys. */
const TYPED = "input:not([type=range]), textarea, select, [contenteditable], [role=combobox], [role=dialog]";
const MOVED = `${TYPED}, input, .pg-menu, [role=toolbar], .pg-cell-figure`;
/** Where a page that was left for another keeps that a picture was shown, by its title. */
const LEFT = "rnn-playground.presented";

/** The page's presentation. Every component has a copy of this file; the first one's serves all. */
export function presentation() {
  window.rnnPresentation ??= new Presentation();
  return window.rnnPresentation;
}

export class Presentation {
  constructor() {
    /** @type {import("./pictures.js").Picture|null} */
    this.picture = null;
    /** What the picture that is asked for is called: on another page it may come later than others. */
    this.title = "";
    /** The pinned runs as they stood in the history when it began: there the one opened last comes to the front. */
    this.runs = [];
    this.kept = null;
    document.addEventListener("keydown", (event) => this.#pressed(event));
    document.addEventListener("fullscreenchange", () => document.fullscreenElement ?? this.#left());
    window.addEventListener("resize", () => this.picture?.enlarge(this.#times()));
  }

  /** The run bar of the page stands under the picture; `open` opens another run in the page's place. */
  join(player, root, open) {
    Object.assign(this, { player, root, open });
  }

  /** What the page shows from now on. @param {{page: string, link: string}|null} kept */
  show(kept) {
    this.kept = kept;
    if (!this.isOn) Object.assign(this, remembered());
    forget();
    this.#ahead();
  }

  get isOn() {
    return this.title !== "";
  }

  /** A picture was drawn, or is gone: the one that is shown may be another from now on. */
  changed() {
    const isThere = this.picture?.root.isConnected;
    if (!this.isOn || (isThere && this.picture.title() === this.title)) return;
    const drawn = shownPictures();
    const found = drawn.find((one) => one.title() === this.title) ?? (isThere ? null : drawn[0]);
    if (found) this.#put(found);
  }

  toggle(picture) {
    if (this.picture === picture) this.close();
    else this.present(picture);
  }

  async present(picture) {
    this.title = picture.title();
    this.runs = pinned();
    await document.documentElement.requestFullscreen?.().catch(() => {}); // without it, it fills the window
    if (this.isOn) this.#put(picture);
    this.#ahead();
  }

  close() {
    this.title = "";
    this.#take();
    const bar = this.#head();
    if (bar?.popover) settle(bar);
    if (document.fullscreenElement) document.exitFullscreen();
    this.#ahead();
  }

  #put(picture) {
    this.#take();
    this.picture = picture;
    picture.root.closest(".pg-stage")?.scrollIntoView({ block: "center" }); // what is out of sight is not drawn
    raise(picture.root, "pg-presented");
    const bar = this.#head();
    if (bar) raise(bar, "pg-presented-bar");
    picture.enlarge(this.#times());
  }

  #take() {
    const { picture } = this;
    this.picture = null;
    if (!picture) return;
    settle(picture.root);
    picture.enlarge(null);
  }

  #head() {
    return this.root?.querySelector(".pg-run-bar-head");
  }

  #times() {
    return timesOn(window.innerWidth, window.innerHeight);
  }

  /** The browser's own Escape leaves the full screen. */
  #left() {
    if (this.isOn) this.close();
  }

  /** The pinned runs are trained while one of them is shown. */
  #ahead() {
    if (!this.player) return;
    const runs = this.isOn ? this.runs.filter((run) => run.page !== "compare" && !run.link.includes("task.own")) : [];
    this.player.ahead = runs.slice(0, MOST_AHEAD).map(({ link, step }) => ({ run: link, until: step }));
    this.player.socket.stir();
  }

  #pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const act = ACTS[event.key];
    const isKept = event.target.closest?.(event.key.startsWith("Arrow") ? MOVED : TYPED);
    if (!act || (isKept && event.key !== "Escape") || (!this.isOn && act !== ACTS.f)) return;
    event.preventDefault();
    act(this);
  }

  /** The one under the pointer, else the first in sight. */
  first() {
    const all = shownPictures();
    const inSight = ({ root }) => {
      const { top, bottom } = root.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    };
    const found = all.find(({ root }) => root.matches(":hover")) ?? all.filter(inSight).at(1) ?? all[0];
    if (found) this.present(found);
  }

  /** Another picture of the page. */
  walk(way) {
    const all = shownPictures();
    const at = all.indexOf(this.picture);
    if (all.length < 2) return;
    this.#put(all[(at + way + all.length) % all.length]);
    this.title = this.picture.title();
  }

  /** Another pinned run: in the page's place where this page shows it, else on its own. */
  turn(way) {
    const { runs } = this;
    const at = runs.findIndex((run) => this.kept && isSame(run, this.kept));
    const next = runs[(at < 0 ? (way > 0 ? 0 : runs.length - 1) : at + way + runs.length) % runs.length];
    if (!next || runs.indexOf(next) === at) return;
    if (next.page === this.kept?.page) return this.open(`${next.link}&at=${next.step}`);
    remember(this);
    location.assign(`${location.pathname.replace(/[^/]*$/, "")}${next.page}?${next.link}&at=${next.step}`);
  }
}

const ACTS = {
  f: (one) => (one.isOn ? one.close() : one.first()),
  Escape: (one) => one.close(),
  ArrowRight: (one) => one.turn(1),
  ArrowLeft: (one) => one.turn(-1),
  ArrowDown: (one) => one.walk(1),
  ArrowUp: (one) => one.walk(-1),
};

const pinned = () => history().runs().filter((run) => run.pinned && run.page !== "sweep");

/** Over everything else, wherever it stands in the page. */
function raise(node, name) {
  node.classList.add(name);
  if (node.popover === "manual") node.hidePopover();
  node.popover = "manual";
  node.showPopover();
}

function settle(node) {
  if (node.popover && node.isConnected) node.hidePopover();
  node.removeAttribute("popover");
  node.classList.remove("pg-presented", "pg-presented-bar");
}

/** Over a change of the page. */
function remember({ title, runs }) {
  try {
    sessionStorage.setItem(LEFT, JSON.stringify({ title, text: written(runs) }));
  } catch {
    // then the next page begins without it
  }
}

function remembered() {
  try {
    const { title, text } = JSON.parse(sessionStorage.getItem(LEFT));
    return { title: String(title), runs: parsed(text) };
  } catch {
    return {};
  }
}

function forget() {
  try {
    sessionStorage.removeItem(LEFT);
  } catch {
    // then nothing was remembered
  }
}
