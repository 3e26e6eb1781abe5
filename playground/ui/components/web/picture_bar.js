// What one does with a picture: save it as an image or as numbers, show it to a class.

import { csv } from "./csv.js";
import { element } from "./dom.js";
import { pngOf } from "./drawing_file.js";
import { fileName, saveFile } from "./files.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { pictures } from "./pictures.js";
import { presentation } from "./presentation.js";

/** How a picture becomes a file, by the file's ending: what is in it, and what kind it is. */
const FORMATS = {
  png: async (picture) => [await pngOf(await picture.svg()), "image/png"],
  svg: async (picture) => [(await picture.svg()).text, "image/svg+xml"],
  csv: async (picture) => [csv(picture.numbers()), "text/csv"],
};

/**
 * @param {HTMLElement} parent
 * @param {import("./pictures.js").Picture} picture one of the page's, until it is gone
 * @param {AbortSignal} ending
 * @returns {{name: (words: Record<string, string>) => void}} give it its words
 */
export function pictureBar(parent, picture, ending) {
  const bar = element("div", "pg-picture-bar", parent);
  const formats = Object.keys(FORMATS);
  const save = menu(bar, { count: formats.length, choose: (at) => keep(picture, formats[at]), ending, drawn: "save" });
  const show = element("button", "pg-button pg-picture-show", bar);
  show.type = "button";
  show.setAttribute("aria-keyshortcuts", "F");
  icon("expand", show);
  show.addEventListener("click", () => presentation().toggle(picture));
  pictures().add(picture);
  ending.addEventListener("abort", () => {
    pictures().delete(picture);
    setTimeout(() => presentation().changed());
  });
  return {
    name(words) {
      save.name(words.save, formats.map((format) => words[format]));
      show.title = words.show;
      show.setAttribute("aria-label", words.show);
    },
  };
}

async function keep(picture, format) {
  if (!picture.isDrawn()) return;
  const [content, type] = await FORMATS[format](picture);
  saveFile(fileName(picture.title(), format), content, type);
}
