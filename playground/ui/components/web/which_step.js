// Everything on a page is of the step that the bar names, or says of which it is.

/** The part of the film that a picture that moves may be away from the bar's step and says nothing. */
const NEAR = 0.02;
/** And that may lie between the two frames that it is on the way between. */
const BETWEEN = 1 / 8;
/** Milliseconds for which a picture that moves may be of another step before it says so. */
const PATIENCE = 300;
/** Milliseconds for which it says so then: nobody reads what comes and goes. */
const SAID_FOR = 1000;

/** Whether a picture that is of another step now and then says so. */
export class Saying {
  since = null;
  until = 0;

  /** @param {boolean} isOther @param {boolean} isMoving @param {number} now milliseconds */
  isDue(isOther, isMoving, now) {
    this.since = isOther ? this.since ?? now : null;
    if (!isMoving) this.until = 0;
    else if (isOther && now - this.since >= PATIENCE) this.until = now + SAID_FOR;
    return isMoving ? now < this.until : isOther;
  }
}

/**
 * Whether a picture of `step` needs to say so; while it moves, one that is near to the bar's step, or on a short way
 * to the frame of the step `next`, does not.
 */
export function isOfAnotherStep(player, run, step, isMoving, next = null) {
  const away = Math.abs(step - goalOf(player, run));
  if (!isMoving) return away > 0;
  const total = player.tracks(run)?.totalSteps ?? 0;
  return away > NEAR * total && (next === null || next - step > BETWEEN * total);
}

/** The step of one film that the bar names, trained so far or not; where it is over, or by time, its own. */
function goalOf(player, run) {
  const isItsOwn = player.experiment?.byTime || player.tracks(run)?.isOver;
  return isItsOwn ? player.stepOf(run) : player.cursor.step;
}
