// One life cycle for all components: built once in its place, updated with each new data, ended once.

import { element } from "./dom.js";

/**
 * The function that a component's file exports. Streamlit calls it with each new data.
 *
 * `build`, `update` and `end` are given the view, which is one mounted component: `root` is its element, `given`
 * holds the newest `data` and `setTriggerValue`, and `ending` is a signal for listeners outside of `root`. `build`
 * adds the rest. An error is logged and goes no further: a view that could not be built is tried again with the
 * next data, and one that could not be updated stays as it is.
 *
 * Streamlit calls the returned function also when newer data overtook a run that was still loading. The element
 * stays on the page then, and so does the view: it ends only when its element is gone.
 */
export function component({ tag = "section", name, build, update, end = () => {} }) {
  const views = new WeakMap();
  return (given) => {
    const { parentElement } = given;
    try {
      if (!views.has(parentElement)) views.set(parentElement, begun(build, element(tag, name, parentElement)));
      const view = views.get(parentElement);
      view.given = given;
      update(view, given.data);
    } catch (error) {
      console.error(error);
    }
    return () => setTimeout(() => {
      const view = views.get(parentElement);
      if (!view || view.root.isConnected) return;
      views.delete(parentElement);
      view.abort();
      end(view);
    });
  };
}

/** A view that was just built in `root`; it is taken away again where that failed. */
export function begun(build, root) {
  const controller = new AbortController();
  const view = { root, ending: controller.signal, abort: () => controller.abort() };
  try {
    build(view);
  } catch (error) {
    root.remove();
    view.abort();
    throw error;
  }
  return view;
}

/** Call `act` with the view whenever `node` has another size. */
export function onResize(view, node, act) {
  const observer = new ResizeObserver(() => act(view));
  observer.observe(node);
  view.ending.addEventListener("abort", () => observer.disconnect());
}
