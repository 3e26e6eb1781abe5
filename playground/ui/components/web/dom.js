// The few things every component does to its part of the page.

/** A new element of class `name` at the end of `parent`. */
export function element(tag, name, parent) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  parent.append(node);
  return node;
}

/** A new part of a drawing at the end of `parent`. */
export function shape(tag, attributes, parent) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  put(node, attributes);
  parent.append(node);
  return node;
}

/** Give `node` all `attributes`; those it has already are left alone. */
export function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
}

/** Let `node` read `text`; one that reads so already is left alone, and not announced again. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
