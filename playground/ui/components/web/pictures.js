// The pictures on the page, charts and drawings alike: what each is called, its numbers, and itself as a file.

/**
 * @typedef {object} Picture
 * @property {HTMLElement} root
 * @property {() => boolean} isDrawn
 * @property {() => string} title
 * @property {() => string} words what it shows, for who does not see it
 * @property {() => (string|number|null)[][]} numbers the first row is the head
 * @property {(size?: {width: number, least: number}) => Promise<{text: string, width: number, height: number}>} svg on a
 *   light ground; a chart may be given another width, and the least height of its plot
 * @property {(times: number|null) => void} enlarge so many times its letters, or as on the page
 */

/** All that are mounted, in the order in which they came. @returns {Set<Picture>} */
export function pictures() {
  window.rnnPictures ??= new Set();
  return window.rnnPictures;
}

/** Those that are drawn, from top to bottom. */
export function shownPictures() {
  const drawn = [...pictures()].filter(({ root, isDrawn }) => isDrawn() && root.isConnected && root.getClientRects().length);
  const isAfter = (one, other) => one.root.compareDocumentPosition(other.root) & Node.DOCUMENT_POSITION_PRECEDING;
  return drawn.sort((one, other) => (isAfter(one, other) ? 1 : -1));
}
