// The few things every component does to its part of the page.

/** A new element of class `name` at the end of `parent`. */
export function element(tag, name, parent) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  parent.append(node);
  return node;
}

/** Let `node` read `text`; one that reads so already is left alone, and not announced again. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
