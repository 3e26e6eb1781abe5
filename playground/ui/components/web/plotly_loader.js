// Nothing to see: it only starts the fetch early.

import { fetchPlotly } from "./plotly.js";

export default function () {
  fetchPlotly().catch(() => {});
}
