import { MINUTE_MS } from '../../common/time/calendar.js';
import { emptyQueue, type QueueObservation } from '../../modules/snapshots/observations.js';
import type { RidePlan } from '../archive-generator/world.js';
import type { LiveState } from './live-state.js';

const FIRST_WAIT_MS = 3 * MINUTE_MS;

/** Some rides open a few minutes before they post their first wait. */
export function withLateFirstWait(ride: RidePlan, states: LiveState[]): LiveState[] {
  const index = states.findIndex(({ status }) => status === 'OPERATING');
  const opened = states[index];
  if (ride.kind !== 'POSTED' || (ride.seedWord >>> 0) % 5 !== 0 || !opened) return states;
  const postedMs = opened.changedAtMs + FIRST_WAIT_MS;
  const posted = postedMs < (states[index + 1]?.changedAtMs ?? Infinity) ? [{ ...opened, changedAtMs: postedMs }] : [];
  return states.toSpliced(index, 1, { ...opened, standby: { waitMinutes: null } }, ...posted);
}

/** How long after its start a performance is still listed. */
const LISTED_MS = 50_000;

/** Some feeds list only the performances that are yet to start. */
export function withoutPastShows({ seedWord }: RidePlan, states: LiveState[]): LiveState[] {
  if ((seedWord & 4) !== 0) return states;
  return states.flatMap((state, index) => {
    const slots = state.showTimes ?? [];
    const untilMs = states[index + 1]?.changedAtMs ?? Infinity;
    const dropped = slots
      .map(({ startMs }) => startMs + LISTED_MS)
      .filter((atMs) => atMs > state.changedAtMs && atMs < untilMs);
    return [state.changedAtMs, ...dropped].map((changedAtMs) => ({
      ...state,
      changedAtMs,
      showTimes: slots.filter(({ startMs }) => startMs + LISTED_MS > changedAtMs),
    }));
  });
}

/**
 * The queues as the feed of the ride reports them. Some feeds keep closed queues, with a wait of null, and report a state
 * of null instead of FINISHED.
 */
export function reportedQueues(
  ride: RidePlan,
  status: LiveState['status'],
  queues: readonly QueueObservation[],
): readonly QueueObservation[] {
  if (ride.extendedQueues.length === 0 || status === 'REFURBISHMENT') return queues;
  const hasNulls = (ride.seedWord >>> 0) % 3 !== 0;
  const reported = ride.pricing === 'UNPUBLISHED' || hasNulls ? queues.map((queue) => withNulls(ride, queue)) : queues;
  if (!hasNulls || status === 'OPERATING') return reported;
  const closed = ride.extendedQueues.filter((type) => type === 'SINGLE_RIDER' || type === 'PAID_STANDBY');
  return [...closed.map((queueType) => emptyQueue(queueType)), ...reported];
}

/** Half of the unpublished prices have a currency and an amount of null; the others are null, and so is the state if sold out. */
function withNulls(ride: RidePlan, queue: QueueObservation): QueueObservation {
  if (queue.queueType === 'RETURN_TIME') return queue.state === 'FINISHED' ? { ...queue, state: null } : queue;
  if (queue.queueType !== 'PAID_RETURN_TIME' || ride.pricing !== 'UNPUBLISHED') return queue;
  if (ride.seedWord % 2 === 0) return { ...queue, priceCurrency: ride.park.currency.code };
  return queue.state === 'FINISHED' ? { ...queue, state: null } : queue;
}
