// The browser's Back and Forward: where they change the page's link, the page opens what it says.

import { component } from "./component.js";

export default component({
  tag: "span",
  name: "pg-nothing",
  build(view) {
    view.page = location.pathname;
    addEventListener("popstate", () => setTimeout(() => moved(view)), { signal: view.ending });
  },
  update() {},
});

/** Another page than this one is Streamlit's own affair. */
function moved(view) {
  if (!view.given || !view.root.isConnected || location.pathname !== view.page) return;
  view.given.setTriggerValue("link", location.search);
}
