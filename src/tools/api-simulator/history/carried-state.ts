import {
  QUEUE_TYPES,
  type QueueObservation,
  type QueueType,
  type RideStatus,
} from '../../../modules/snapshots/observations.js';
import { currencyOf, wireQueue, wireSlot } from '../live-encoder.js';
import type { LiveState, TimeSlot } from '../live-state.js';
import type { SimEntity } from '../sim-world.js';
import type { RecordedState } from './recorded-states.js';

export type WaitType = 'STANDBY' | 'SINGLE_RIDER';

/** The state from an instant on, as the history reports it. */
export interface Step {
  atMs: number;
  status: RideStatus | null;
  waits: Readonly<Record<WaitType, number | null>>;
  /** Leaf paths; empty in the opening. */
  changed: readonly string[];
  showStarts: readonly number[] | null;
}

type WireQueue = Record<string, unknown>;

interface CarriedQueue {
  /** Null: the last known form of STANDBY, which has only a wait. */
  observation: QueueObservation | null;
  wire: WireQueue;
  json: string;
}

/** Keys in the order of recorded history responses, which differs from that of live responses. */
const KEY_ORDER: Partial<Record<QueueType, readonly string[]>> = {
  RETURN_TIME: ['state', 'returnStart', 'returnEnd'],
  PAID_RETURN_TIME: ['state', 'returnStart', 'returnEnd', 'price'],
};

/**
 * The last value of every field of an entity, as the history carries it forward. A queue that a later live response omits is
 * kept.
 */
export class CarriedState {
  status: RideStatus | null = null;
  /** When each field was last reported, by its path. */
  readonly seenAtMs = new Map<string, number>();
  private readonly queues: (CarriedQueue | undefined)[] = QUEUE_TYPES.map(() => undefined);
  private standbyMinutes: number | null | undefined = undefined;
  private showTimes: readonly TimeSlot[] | null = null;
  private showTimesJson: string | null = null;

  constructor(private readonly entity: SimEntity) {}

  /** Adds the values of a state. @returns the leaf paths that changed, in the order of recorded responses */
  take({ state, atMs }: RecordedState): string[] {
    const changed: string[] = [];
    const seenMs = Math.min(state.changedAtMs, atMs);
    if (state.status !== this.status) changed.push('status');
    this.status = state.status;
    this.seenAtMs.set('status', seenMs);
    this.takeStandby(state, seenMs, changed);
    for (const queue of state.queues) this.takeQueue(queue, seenMs, changed);
    this.takeShowTimes(state, seenMs, changed);
    return changed;
  }

  /** Starts from empty values, as an opening state without any data: no status, no wait, no show times. */
  forget(): void {
    this.status = null;
    this.seenAtMs.clear();
    for (const [index, queueType] of QUEUE_TYPES.entries()) {
      if (queueType !== 'STANDBY') this.queues[index] = undefined;
      else if (this.queues[index]) this.setStandby(null);
    }
    if (this.showTimes) this.setShowTimes([]);
  }

  /** The fields of the entity with empty values, for opening states before the first record. */
  beginEmpty(state: LiveState): void {
    if (state.standby) this.setStandby(null);
    if (state.showTimes) this.setShowTimes([]);
  }

  /** The state as one step of a day. */
  step(atMs: number, changed: readonly string[]): Step {
    const wait = (type: WaitType) => this.queues[QUEUE_TYPES.indexOf(type)]?.wire.waitTime as number | null | undefined;
    const waits = { STANDBY: wait('STANDBY') ?? null, SINGLE_RIDER: wait('SINGLE_RIDER') ?? null };
    return {
      atMs,
      status: this.status,
      waits,
      changed,
      showStarts: this.showTimes?.map(({ startMs }) => startMs) ?? null,
    };
  }

  /** `"status":…,"queue":…,"showtimes":…`; fields that the entity does not have are missing. */
  fieldsJson(): string {
    const queues: string[] = [];
    for (const [index, queueType] of QUEUE_TYPES.entries()) {
      const queue = this.queues[index];
      if (queue) queues.push(`"${queueType}":${queue.json}`);
    }
    const status = this.status === null ? 'null' : `"${this.status}"`;
    const queueJson = queues.length === 0 ? '' : `,"queue":{${queues.join(',')}}`;
    const showJson = this.showTimesJson === null ? '' : `,"showtimes":${this.showTimesJson}`;
    return `"status":${status}${queueJson}${showJson}`;
  }

  private takeStandby({ standby }: LiveState, seenMs: number, changed: string[]): void {
    if (!standby) return;
    this.seenAtMs.set('queue.STANDBY', seenMs);
    if (this.standbyMinutes === standby.waitMinutes) return;
    changed.push('queue.STANDBY.waitTime');
    this.setStandby(standby.waitMinutes);
  }

  private setStandby(waitMinutes: number | null): void {
    this.standbyMinutes = waitMinutes;
    this.queues[0] = { observation: null, wire: { waitTime: waitMinutes }, json: `{"waitTime":${waitMinutes}}` };
  }

  private takeQueue(queue: QueueObservation, seenMs: number, changed: string[]): void {
    const { queueType } = queue;
    const index = QUEUE_TYPES.indexOf(queueType);
    const before = this.queues[index];
    this.seenAtMs.set(`queue.${queueType}`, seenMs);
    if (before?.observation && isSameQueue(before.observation, queue)) return;
    const wire = ordered(wireQueue(queue, this.entity.clock, currencyOf(this.entity.model)), KEY_ORDER[queueType]);
    for (const path of differences(before?.wire, wire)) changed.push(`queue.${queueType}.${path}`);
    this.queues[index] = { observation: queue, wire, json: JSON.stringify(wire) };
  }

  private takeShowTimes({ showTimes }: LiveState, seenMs: number, changed: string[]): void {
    if (!showTimes) return;
    this.seenAtMs.set('showtimes', seenMs);
    if (showTimes === this.showTimes) return;
    const before = this.showTimesJson;
    this.setShowTimes(showTimes);
    if (before !== this.showTimesJson) changed.push('showtimes');
  }

  private setShowTimes(showTimes: readonly TimeSlot[]): void {
    this.showTimes = showTimes;
    this.showTimesJson = JSON.stringify(showTimes.map((slot) => wireSlot(slot, this.entity.clock)));
  }
}

function isSameQueue(one: QueueObservation, other: QueueObservation): boolean {
  return (
    one === other ||
    (one.waitMinutes === other.waitMinutes &&
      one.state === other.state &&
      one.returnStartMs === other.returnStartMs &&
      one.returnEndMs === other.returnEndMs &&
      one.priceMinor === other.priceMinor &&
      one.priceCurrency === other.priceCurrency &&
      one.boardingGroupStatus === other.boardingGroupStatus &&
      one.groupStart === other.groupStart &&
      one.groupEnd === other.groupEnd &&
      one.nextAllocationAtMs === other.nextAllocationAtMs &&
      one.estimatedWaitMinutes === other.estimatedWaitMinutes)
  );
}

function ordered(wire: WireQueue, keys: readonly string[] | undefined): WireQueue {
  return keys ? Object.fromEntries(keys.map((key) => [key, wire[key]])) : wire;
}

/** Leaf paths of `after` whose value is not in `before`; a price is an object with leaves of its own, or null. */
function differences(before: WireQueue | undefined, after: WireQueue): string[] {
  const paths: string[] = [];
  for (const [key, value] of Object.entries(after)) {
    const old = before?.[key];
    if (isObject(value)) {
      const inner = differences(isObject(old) ? old : undefined, value);
      paths.push(...inner.map((path) => `${key}.${path}`));
    } else if (before === undefined || !(key in before) || old !== value) paths.push(key);
  }
  return paths;
}

function isObject(value: unknown): value is WireQueue {
  return typeof value === 'object' && value !== null;
}
