import { HOUR_MS } from '../../common/time/durations.js';

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = HOUR_MS;
/** A message this old is no longer tried: whoever has not listened for three days does not. */
const GIVE_UP_AFTER_MS = 72 * HOUR_MS;

/**
 * When a message is tried again should attempt number `attempt` (from 1) fail: 15 s later, then twice as long each time,
 * at most an hour. The pause is longer than an attempt may take, so that no process begins one while another is at it.
 */
export function nextAttemptAt(attempt: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
}

/** Whether a message of this age that has failed once more is given up. */
export function isGivenUp(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS;
}
