// Charts for the last row: letters, lines and points so many times their size.

/** Letters of a chart on the page, in px (`theme.js`), and on a screen of 1280 x 720 that a class looks at. */
const [ON_PAGE, ON_SCREEN] = [12, 24];
const [WIDTH, HEIGHT] = [1280, 720];
/** On a small screen: letters that can be read are more than those that fit. */
const LEAST = 16;

/** How many times as large as on the page things are on a screen of this size. */
export const timesOn = (width, height) => Math.max(LEAST, ON_SCREEN * Math.min(width / WIDTH, height / HEIGHT)) / ON_PAGE;

/** A copy of Plotly's traces or layout with everything that is measured in pixels so many times as large. */
export function larger(given, times, parent = "") {
  if (Array.isArray(given)) return typeof given[0] === "object" ? given.map((one) => larger(one, times, parent)) : given;
  if (given === null || typeof given !== "object" || ArrayBuffer.isView(given)) return given;
  const sized = Object.entries(given).map(([name, value]) => (
    [name, typeof value === "number" && isInPixels(parent, name) ? value * times : larger(value, times, name)]
  ));
  return Object.fromEntries(sized);
}

function isInPixels(parent, name) {
  if (parent.endsWith("font") || parent === "marker") return name === "size";
  if (parent === "line") return name === "width";
  if (parent === "margin") return "lrtb".includes(name);
  if (parent === "colorbar") return ["thickness", "xpad"].includes(name);
  return ["standoff", "xshift", "yshift", "ax", "ay"].includes(name);
}
