// Plotly for the whole page: fetched once and read once, however many charts ask for it.

const FILE = "./vendor/plotly-cartesian-4.1.1.min.js.gz";

let code = null;
let promise = null;

/** The promise of Plotly; a failed fetch is forgotten, so the next asker tries again. */
export function plotly() {
  promise ??= fetchPlotly().then(read).catch((error) => {
    promise = null;
    throw error;
  });
  return promise;
}

/** Only fetch it: to read it takes the browser a moment in which it does nothing else. */
export function fetchPlotly() {
  code ??= load(new URL(FILE, import.meta.url)).catch((error) => {
    code = null;
    throw error;
  });
  return code;
}

async function load(url) {
  // The file's name holds its version: what the browser has kept is right, however old.
  const answer = await fetch(url, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`Plotly could not be fetched: ${answer.status}`);
  const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).text();
}

function read(text) {
  // A browser knows such code again when the page is reloaded; a script under a blob's name, new each time,
  // is read anew, which takes longer than all the rest of the page.
  (0, eval)(text);
  return window.Plotly;
}
