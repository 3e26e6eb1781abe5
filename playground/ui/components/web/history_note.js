// Runs that no player shows, such as a search: the page says what is to be kept of them.

import { component } from "./component.js";
import { history } from "./history.js";

export default component({ tag: "span", name: "pg-nothing", build() {}, update });

function update(view, { kept, ended }) {
  const known = JSON.stringify([kept, ended]);
  if (known === view.known) return;
  view.known = known;
  history().note({ ...kept, when: Date.now() });
}
