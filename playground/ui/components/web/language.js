// The page's language: what readers, fonts and translators go by, and the learner's choice, kept by the browser.

import { component } from "./component.js";

const YEAR = 31_536_000;

export default component({
  tag: "span",
  name: "pg-nothing",
  build() {},
  update(_view, { language, cookie, keep }) {
    document.documentElement.lang = language;
    document.documentElement.translate = false;
    if (keep) document.cookie = `${cookie}=${keep}; max-age=${YEAR}; path=/; samesite=lax`;
  },
});
