import type { RawRow } from '../../common/database/columns.js';
import { carriedForwardUntilMs, type CarryForwardLimits } from '../snapshots/carry-forward.js';
import type { RideCurrent } from '../snapshots/entities/observation.entity.js';
import type { QueueStateView } from '../snapshots/queue-view.dto.js';
import type { DataSource, QueueType } from '../snapshots/observations.js';
import { plausibleWait } from '../park-use/implausible-waits.js';

export const OBSERVED_STATE = ['status', 'recordedAt', 'lastConfirmedAt', 'lastUpdatedApi', 'dataSource'] as const;

/** The newest observation of a ride or of a ride linked to it. */
export interface CurrentState extends RawRow<RideCurrent, (typeof OBSERVED_STATE)[number]> {
  /** The ride that it counts as. */
  rideId: number;
  /** The ride under whose UUID it was observed. */
  storedUnder: number;
  /** The park of that ride. */
  storedInParkId: number;
  waitMinutes: number | null;
}

export interface CurrentQueue extends QueueStateView {
  storedUnder: number;
  recordedAt: Date;
  lastConfirmedAt: Date | null;
  dataSource: DataSource;
}

/** The newest state of an entity that is a queue of the ride. */
export type QueueEntityState = CurrentState & { queueType: QueueType };

/** How long a value is carried forward, and how far ahead of this process's clock its timestamp may be. */
export interface LiveLimits extends CarryForwardLimits {
  clockToleranceMs: number;
  /** Until when the park has data: PARK_NO_DATA_MINUTES after the last observation of any of its entities. */
  parkDataUntilMs: number;
}

/**
 * The newest state of each ride: the one that was confirmed last, whenever it began.
 * @param isBelieved among linked rides, a believed state takes precedence over newer ones that are not
 */
export function newestByRide<T extends CurrentState>(
  states: readonly T[],
  isBelieved: (state: T) => boolean = () => true,
): Map<number, T> {
  const newest = new Map<number, { state: T; isBelieved: boolean }>();
  for (const state of states) {
    const [known, next] = [newest.get(state.rideId), { state, isBelieved: isBelieved(state) }];
    const comesFirst =
      known === undefined ||
      (known.isBelieved === next.isBelieved ? lastConfirmed(state) > lastConfirmed(known.state) : next.isBelieved);
    if (comesFirst) newest.set(state.rideId, next);
  }
  return new Map([...newest].map(([rideId, { state }]) => [rideId, state]));
}

/** The last instant at which the state was confirmed. */
export function lastConfirmed({
  lastConfirmedAt,
  recordedAt,
}: Pick<CurrentState, 'lastConfirmedAt' | 'recordedAt'>): Date {
  return lastConfirmedAt ?? recordedAt;
}

/** Whether the value is still carried forward. A value past its limit or the data of its park, or with a timestamp in the future, is not. */
export function isCarriedForward(state: CurrentState, now: Date, limits: LiveLimits): boolean {
  const [atMs, confirmedMs] = [state.recordedAt.getTime(), lastConfirmed(state).getTime()];
  const untilMs = carriedForwardUntilMs(state.dataSource, atMs, confirmedMs, limits);
  return (
    now.getTime() <= Math.min(untilMs, limits.parkDataUntilMs) && confirmedMs - now.getTime() <= limits.clockToleranceMs
  );
}

/**
 * The queues of the newest observation; a queue that was last confirmed before it is no longer offered. A standby queue
 * with nothing but a wait is not stored on its own, so it is built from the state.
 */
export function queuesOf(state: CurrentState, queues: readonly CurrentQueue[]): QueueStateView[] {
  const stored = queues
    .filter((queue) => queue.storedUnder === state.storedUnder && isOffered(queue, state))
    .map(({ storedUnder: _, recordedAt: __, lastConfirmedAt: ___, dataSource: ____, ...queue }) => queue);
  const isStandbyStored = stored.some(({ queueType }) => queueType === 'STANDBY');
  return isStandbyStored || state.waitMinutes === null ? stored : [queueOf('STANDBY', state.waitMinutes), ...stored];
}

/** The log of the History API has the end of each queue, so a queue lasts until its next row, whatever else changes. */
function isOffered(queue: CurrentQueue, state: CurrentState): boolean {
  if (queue.dataSource === 'HISTORY_API' && state.dataSource === 'HISTORY_API') return true;
  return lastConfirmed(queue) >= lastConfirmed(state);
}

/** The same without implausible waits; the posted values stay in the raw history. */
export function withPlausibleWaits<State extends CurrentState>(
  state: State,
  queues: readonly CurrentQueue[],
  ceilingMinutes: number,
): { state: State; queues: CurrentQueue[] } {
  return {
    state: { ...state, waitMinutes: plausibleWait(state.waitMinutes, ceilingMinutes) },
    queues: queues.map((queue) => ({ ...queue, waitMinutes: plausibleWait(queue.waitMinutes, ceilingMinutes) })),
  };
}

/** The same without standby waits. */
export function withoutWait<State extends CurrentState>(
  state: State,
  queues: readonly CurrentQueue[],
): { state: State; queues: CurrentQueue[] } {
  return {
    state: { ...state, waitMinutes: null },
    queues: queues.map((queue) => (queue.queueType === 'STANDBY' ? { ...queue, waitMinutes: null } : queue)),
  };
}

/** Queues of the ride that other entities post at present, in addition to its own. */
export function queuesOfEntities(
  entities: readonly QueueEntityState[],
  own: readonly QueueStateView[],
  now: Date,
  limits: LiveLimits,
): QueueStateView[] {
  const queues = new Map<QueueType, QueueStateView>();
  for (const entity of entities) {
    const { queueType, status, waitMinutes } = entity;
    const isPosted = status === 'OPERATING' && waitMinutes !== null && isCarriedForward(entity, now, limits);
    if (isPosted && own.every((queue) => queue.queueType !== queueType)) {
      queues.set(queueType, queueOf(queueType, waitMinutes));
    }
  }
  return [...queues.values()];
}

const queueOf = (queueType: QueueType, waitMinutes: number): QueueStateView => ({
  queueType,
  waitMinutes,
  state: null,
  returnStart: null,
  returnEnd: null,
  priceMinor: null,
  priceCurrency: null,
  boardingGroupStatus: null,
  groupStart: null,
  groupEnd: null,
  nextAllocationAt: null,
  estimatedWaitMinutes: null,
});
