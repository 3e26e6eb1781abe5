// Plotly for the whole page: one promise, however many charts ask for it.

const SLOT = "__playgroundPlotly";

/** The promise of Plotly; a failed fetch is forgotten, so the next asker tries again. */
export function plotly(file) {
  if (!window[SLOT]) {
    window[SLOT] = load(new URL(`../rnn-playground.plotly/${file}`, import.meta.url));
    window[SLOT].catch(() => delete window[SLOT]);
  }
  return window[SLOT];
}

async function load(url) {
  // The file's name holds its version: what the browser has kept is right, however old.
  const answer = await fetch(url, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`Plotly could not be fetched: ${answer.status}`);
  const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
  const code = await new Response(unpacked).text();
  // A browser knows such code again when the page is reloaded; a script under a blob's name, new each time,
  // is read anew, which takes longer than all the rest of the page.
  (0, eval)(code);
  return window.Plotly;
}
