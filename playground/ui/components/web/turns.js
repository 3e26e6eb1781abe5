// Whoever needs long for something takes its turn: one for each animation frame, so that the page stays quick.

const waiting = [];
let isServing = false;

/** Resolves when it is the caller's turn. @returns {Promise<void>} */
export function inTurn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!isServing) serve();
  });
}

function serve() {
  isServing = waiting.length > 0;
  if (!isServing) return;
  const next = () => {
    waiting.shift()?.();
    serve();
  };
  if (document.visibilityState === "hidden") setTimeout(next);
  else requestAnimationFrame(() => setTimeout(next));
}
