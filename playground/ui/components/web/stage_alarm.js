// Pictures out of sight are not drawn; who wants all of them wakes them for a while.

const [ALARM, PATIENCE, LOOK_EVERY] = ["pg-awake", 5000, 100]; // ms

/** Call `act` with whether all pictures are to be drawn, wherever they are. */
export const onAlarm = (act, signal) => document.addEventListener(ALARM, ({ detail }) => act(detail), { signal });

/** Wait until every picture is drawn, or for long enough. @returns {Promise<() => void>} lets them rest again */
export async function awake() {
  const ring = (isAwake) => document.dispatchEvent(new CustomEvent(ALARM, { detail: isAwake }));
  ring(true);
  const end = performance.now() + PATIENCE;
  while (isDrawing() && performance.now() < end) await new Promise((done) => setTimeout(done, LOOK_EVERY));
  return () => ring(false);
}

const isDrawing = () => Boolean(document.querySelector(".pg-stage-note:not(:empty), .pg-stage.pg-waiting, .pg-stage-body:empty, .pg-figure-wait:not([hidden])"));
