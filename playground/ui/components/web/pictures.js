// The pictures on the page, charts and drawings alike: what each is called, its numbers, and itself as a file.

/**
 * @typedef {object} Picture
 * @property {HTMLElement} root
 * @property {() => boolean} isDrawn
 * @property {() => string} title
 * @property {() => (string|number|null)[][]} numbers the first row is the head
 * @property {() => Promise<{text: string, width: number, height: number}>} svg on a light ground
 */

/** All that are mounted, in the order in which they came. @returns {Set<Picture>} */
export function pictures() {
  window.rnnPictures ??= new Set();
  return window.rnnPictures;
}
