// Everything on a page is of the step that the bar names, or says of which it is.

import { NEAR } from "./wishes.js";

/** Whether a picture of `step` needs to say so; of one near to the bar's, while it moves, nothing is said. */
export function isOfAnotherStep(player, run, step, isMoving) {
  const away = Math.abs(step - goalOf(player, run));
  return away > (isMoving ? NEAR * (player.tracks(run)?.totalSteps ?? 0) : 0);
}

/** The step of one film that the bar names, trained so far or not; where it is over, or by time, its own. */
function goalOf(player, run) {
  const isItsOwn = player.experiment?.byTime || player.tracks(run)?.isOver;
  return isItsOwn ? player.stepOf(run) : player.cursor.step;
}
