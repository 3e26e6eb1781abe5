// The little Markdown that our sentences use: **bold**, `code`, and a backslash before a sign that means itself.

import { element } from "./dom.js";

const TOKENS = /\\([\s\S])|\*\*|`([^`]*)`|[^\\*`]+|[\s\S]/g;

/** Let `node` read `text`; everything in it is letters, never markup. */
export function write(node, text) {
  if (node.written === text) return;
  node.written = text;
  node.replaceChildren();
  let into = node;
  for (const [token, escaped, code] of text.matchAll(TOKENS)) {
    if (escaped !== undefined) into.append(escaped);
    else if (code !== undefined) element("code", "", into).textContent = code;
    else if (token === "**") into = into === node ? element("strong", "", node) : node;
    else into.append(token);
  }
}
