// The page's own colours and letters, as a Plotly template.

/** Of a picture that leaves the page, whatever the page has. */
export const LIGHT = { text: "#0f1626", background: "#ffffff", raised: "#f2f4f8", border: "#818a9d" };
const VARIABLES = {
  text: "--st-text-color",
  background: "--st-background-color",
  raised: "--st-secondary-background-color",
  border: "--st-border-color",
};

/** What `take` finds while `root` stands on a light ground; `draw` draws it for the ground that it has. */
export function onLight(root, draw, take) {
  for (const [name, variable] of Object.entries(VARIABLES)) root.style.setProperty(variable, LIGHT[name]);
  root.classList.add("pg-still");
  try {
    draw();
    return take();
  } finally {
    for (const variable of Object.values(VARIABLES)) root.style.removeProperty(variable);
    draw();
    root.classList.remove("pg-still");
  }
}

/** What Streamlit's theme says at `element`, under its `--st-` names. */
export function themeAt(element) {
  const style = getComputedStyle(element);
  const value = (name, otherwise) => style.getPropertyValue(`--st-${name}`).trim() || otherwise;
  return {
    text: value("text-color", "#31333f"),
    background: value("background-color", "#ffffff"),
    raised: value("secondary-background-color", "#f0f2f6"),
    border: value("border-color", "#d5d7dd"),
    font: value("font", "sans-serif"),
  };
}

/** Lines without a colour get the text's; heatmaps run from the page's ground to blue. */
export function templateFor(theme) {
  const dark = isDark(theme.background);
  const grid = dark ? "rgba(250,250,250,0.13)" : "rgba(49,51,63,0.12)";
  const scale = [[0, theme.raised], [1, dark ? "#3a86bd" : "#005a8e"]];
  const axis = { gridcolor: grid, linecolor: grid, zerolinecolor: grid, tickfont: { size: 12 } };
  return {
    layout: {
      font: { color: theme.text, family: theme.font, size: 12 },
      colorway: [theme.text],
      xaxis: axis,
      yaxis: axis,
      shapedefaults: { line: { color: theme.text } },
      annotationdefaults: { font: { color: theme.text }, arrowcolor: theme.text },
      hoverlabel: {
        bgcolor: theme.background,
        bordercolor: theme.border,
        font: { color: theme.text, family: theme.font, size: 13 },
        align: "left",
      },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: theme.text, activecolor: theme.text },
      colorscale: { sequential: scale },
    },
    data: { heatmap: [{ colorscale: scale }] },
  };
}

function isDark(colour) {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = colour;
  const hex = canvas.fillStyle.match(/^#(..)(..)(..)$/);
  if (!hex) return false;
  const [r, g, b] = hex.slice(1).map((part) => parseInt(part, 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}
