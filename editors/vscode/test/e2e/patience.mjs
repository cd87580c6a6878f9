// Waits for an effect, and repeats actions that a slow window may lose.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time limit for any effect on a busy machine. */
export const PATIENCE = 120_000;

/** Time limit of one attempt to find a part of the window. */
export const MOMENT = 5_000;

/** Time before the second attempt. Each further wait is twice as long. */
const FIRST_WAIT = 5_000;

/** The value of a condition as soon as the condition holds. Undefined after the time limit. A condition that throws does not hold. */
async function within(time, holds, note) {
  const end = Date.now() + time;
  for (;;) {
    try {
      const held = await holds();
      if (held) return held;
    } catch (error) {
      note(error);
    }
    if (Date.now() > end) return undefined;
    await sleep(100);
  }
}

function notWithin(time, what, failure) {
  return `not within ${time / 1000} s: ${typeof what === 'function' ? what() : what}${failure ? ` (${failure})` : ''}`;
}

/** Waits for a condition and returns the value of the condition. */
export async function until(what, holds, time = PATIENCE) {
  let failure;
  const held = await within(time, holds, (error) => (failure = error));
  assert.ok(held, notWithin(time, what, failure));
  return held;
}

/** Repeats an action until its effect holds, and returns the value of the effect. A failed attempt only causes another attempt. */
export async function achieve(what, act, effect) {
  const end = Date.now() + PATIENCE;
  let failure;
  const note = (error) => {
    failure = error;
  };
  for (let wait = FIRST_WAIT; ; ) {
    const acted = await act().then(() => true, note);
    const achieved = await within(acted ? wait : 500, effect, note);
    if (achieved) return achieved;
    if (acted) wait *= 2;
    assert.ok(Date.now() < end, notWithin(PATIENCE, what, failure));
  }
}
