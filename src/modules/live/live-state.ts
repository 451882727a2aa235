import type { QueueStateView } from '../snapshots/queue-view.dto.js';
import type { DataSource, QueueType, RideStatus } from '../snapshots/observations.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { plausibleWait } from '../park-use/implausible-waits.js';

/** The newest observation of a ride, or of one that is linked to it. */
export interface CurrentState {
  /** The ride that it counts as. */
  rideId: number;
  /** The ride under whose UUID it was observed. */
  storedUnder: number;
  /** The park of that ride. */
  storedInParkId: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  recordedAt: Date;
  lastConfirmedAt: Date | null;
  lastUpdatedApi: Date | null;
  dataSource: DataSource;
}

export interface CurrentQueue extends QueueStateView {
  storedUnder: number;
  recordedAt: Date;
  lastConfirmedAt: Date | null;
}

/** The newest state of an entity that is a queue of the ride. */
export type QueueEntityState = CurrentState & { queueType: QueueType };

/** How long a value of each source holds after it was last seen, in minutes. */
export type CarryForwardMinutes = Readonly<Record<DataSource, number>>;

/** How long a value holds, and how far ahead of this process's clock it may have been seen. */
export interface LiveLimits {
  maxCarryForward: CarryForwardMinutes;
  clockToleranceMs: number;
}

/**
 * A state that was confirmed later is the newer one, whenever it began.
 * @param isBelieved of linked rides, one whose state is believed comes before the others
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

/** The last instant at which it was seen so. */
export function lastConfirmed({
  lastConfirmedAt,
  recordedAt,
}: Pick<CurrentState, 'lastConfirmedAt' | 'recordedAt'>): Date {
  return lastConfirmedAt ?? recordedAt;
}

/** Whether the value still holds; past its limit the ride is unobserved, and one from the future was never observed. */
export function isCarriedForward(
  state: CurrentState,
  now: Date,
  { maxCarryForward, clockToleranceMs }: LiveLimits,
): boolean {
  const ageMs = now.getTime() - lastConfirmed(state).getTime();
  return ageMs <= maxCarryForward[state.dataSource] * MINUTE_MS && ageMs >= -clockToleranceMs;
}

/**
 * The queues of the newest observation. One that was seen last before it is no longer offered. Of a standby queue that says
 * no more than its wait nothing is stored beside the state: it is made of that.
 */
export function queuesOf(state: CurrentState, queues: readonly CurrentQueue[]): QueueStateView[] {
  const stored = queues
    .filter((queue) => queue.storedUnder === state.storedUnder && lastConfirmed(queue) >= lastConfirmed(state))
    .map(({ storedUnder: _, recordedAt: __, lastConfirmedAt: ___, ...queue }) => queue);
  const isStandbyStored = stored.some(({ queueType }) => queueType === 'STANDBY');
  return isStandbyStored || state.waitMinutes === null ? stored : [queueOf('STANDBY', state.waitMinutes), ...stored];
}

/** The same without waits that are longer than any that is believed; what was posted stays in the raw history. */
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

/** The same with no standby wait. */
export function withoutWait<State extends CurrentState>(
  state: State,
  queues: readonly CurrentQueue[],
): { state: State; queues: CurrentQueue[] } {
  return {
    state: { ...state, waitMinutes: null },
    queues: queues.map((queue) => (queue.queueType === 'STANDBY' ? { ...queue, waitMinutes: null } : queue)),
  };
}

/** Queues that other entities post of the ride at present, besides those that it posts itself. */
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
