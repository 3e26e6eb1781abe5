// Room on the page: what comes late, or wraps now and then, does not move what stands under it.

/** Milliseconds from the first part of a view to the last: a drawing's module may still be on its way. */
const COMING = 800;

/**
 * A box that does not shrink while it plays, so that a row that wraps now and then moves something once at most:
 * its style says that it is at least `--pg-room` high.
 */
export class Room {
  width = 0;
  height = 0;
  isKept = false;

  constructor(node, ending) {
    this.node = node;
    const sizes = new ResizeObserver(([{ borderBoxSize }]) => {
      const [{ blockSize, inlineSize }] = borderBoxSize;
      if (this.width && this.width !== inlineSize) setTimeout(() => this.#measure()); // here it may change no size
      this.width = inlineSize;
      this.height = blockSize;
      if (this.isKept) this.#keep();
    });
    sizes.observe(node);
    ending.addEventListener("abort", () => sizes.disconnect());
  }

  /** @param {boolean} isKept from now on */
  keep(isKept) {
    if (isKept === this.isKept) return;
    this.isKept = isKept;
    this.#keep();
  }

  /** There will be another thing in it: that has the height that it needs. */
  reset() {
    this.height = 0;
    this.#keep();
  }

  #measure() {
    this.reset();
    this.height = this.node.offsetHeight;
    this.#keep();
  }

  #keep() {
    this.node.style.setProperty("--pg-room", this.isKept ? `${this.height}px` : "0px");
  }
}

/** The room that was kept free in `root`, once all that comes first is in `body`. */
export function giveBack(root, body, ending) {
  if (!root.style.minHeight || root.dataset.filling) return;
  root.dataset.filling = true;
  setTimeout(() => {
    delete root.dataset.filling;
    if (body.offsetHeight > 0) root.style.minHeight = "";
    else if (!ending.aborted) giveBack(root, body, ending);
  }, COMING);
}
