// How long a component lives.

/**
 * The function Streamlit calls when a component ends, which takes `end` at its word only then.
 *
 * Streamlit also calls it when newer data overtook a run that was still loading: the element
 * stays on the page then, and what is built in it must stay too.
 */
export function whenGone(root, end) {
  return () =>
    setTimeout(() => {
      if (!root.isConnected) end();
    });
}
