// Waiting: for what must come to pass, and again and again where a slow window may swallow what a person does.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** So long anything may take on a machine that does much else at the same time. */
export const PATIENCE = 120_000;

/** So long one of several attempts may wait for a part of the window. */
export const MOMENT = 5_000;

/** A window that has not done what it was asked to is asked again after this time, then after twice as long, and so on. */
const FIRST_WAIT = 5_000;

/** What a condition gives once it holds; nothing if it does not within this time. A condition that throws does not hold. */
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

/** Waits for something, and gives what the condition gives. */
export async function until(what, holds, time = PATIENCE) {
  let failure;
  const held = await within(time, holds, (error) => (failure = error));
  assert.ok(held, notWithin(time, what, failure));
  return held;
}

/** Does something until it has its effect, and gives what that gives. An attempt that fails is only a reason for another one. */
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
