// Nothing to see: it only starts the fetch early.

import { plotly } from "./plotly.js";

export default function ({ data }) {
  plotly(data.plotly).catch(() => {});
}
