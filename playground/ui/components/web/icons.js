// The few icons of the player's buttons, drawn in the colour of their letters.

import { put, shape } from "./dom.js";

const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8 5.5v13M16 5.5v13",
  step: "M6 6v12l8.5-6zM18.5 6v12",
  more: "M7 10l5 5 5-5",
  goOn: "M5 6.5v11l6.5-5.5zM13 6.5v11l6.5-5.5z",
  reset: "M5 12.5a7 7 0 1 0 2.6-5.9L5.5 8.5M5.5 3.5v5h5",
  try: "M4 12h13M12.5 6.5 18 12l-5.5 5.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  pin: "M9 3.5h6M10 3.5v6l-3 4.5h10l-3-4.5v-6M12 14v7",
  speed: "M5.2 17.5a8 8 0 1 1 13.6 0M12 14l3.5-5",
  pen: "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z",
  cross: "M6 6l12 12M18 6L6 18",
  save: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  open: "M12 16V5M7 9.5l5-5 5 5M5 20h14",
  compare: "M4 8h13M13.5 4.5L17 8l-3.5 3.5M20 16H7M10.5 12.5L7 16l3.5 3.5",
  flag: "M6 21V4M6 5h12l-3 4 3 4H6",
  expand: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  dice: "M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM8.5 8.5h.01M15.5 15.5h.01"
    + "M15.5 8.5h.01M8.5 15.5h.01M12 12h.01",
};

/** The icon `name` at the end of `parent`; not read out. */
export function icon(name, parent) {
  const svg = shape("svg", { viewBox: "0 0 24 24", class: "pg-icon", "aria-hidden": "true" }, parent);
  shape("path", { d: PATHS[name] }, svg);
  return svg;
}

/** Let an icon be another one. */
export function become(svg, name) {
  put(svg.firstChild, { d: PATHS[name] });
}
