import { isJsonObject, type JsonObject } from '../../../common/reading/field-readers.js';
import {
  BOARDING_GROUP_STATUSES,
  QUEUE_TYPES,
  type QueueType,
  RETURN_STATES,
  RIDE_STATUSES,
} from '../../snapshots/observations.js';
import type { ResponseReport } from './response-report.js';

const STATE_KEYS = ['status', 'queue', 'showtimes'] as const;
export const ROW_KEYS: ReadonlySet<string> = new Set(['time', 'changed', ...STATE_KEYS]);
export const OPENING_KEYS: ReadonlySet<string> = new Set([
  'time',
  'observedAt',
  'observedAtByKind',
  'degraded',
  'degradedReason',
  ...STATE_KEYS,
]);

const RETURN_KEYS = ['state', 'returnStart', 'returnEnd'] as const;
const QUEUE_KEYS: Readonly<Record<QueueType, ReadonlySet<string>>> = {
  STANDBY: new Set(['waitTime']),
  SINGLE_RIDER: new Set(['waitTime']),
  PAID_STANDBY: new Set(['waitTime']),
  RETURN_TIME: new Set(RETURN_KEYS),
  PAID_RETURN_TIME: new Set([...RETURN_KEYS, 'price']),
  BOARDING_GROUP: new Set([
    'allocationStatus',
    'currentGroupStart',
    'currentGroupEnd',
    'nextAllocationTime',
    'estimatedWait',
  ]),
};
const QUEUE_TYPE_KEYS: ReadonlySet<string> = new Set(QUEUE_TYPES);
const PRICE_KEYS: ReadonlySet<string> = new Set(['amount', 'currency', 'formatted']);
const SHOWTIME_KEYS: ReadonlySet<string> = new Set(['type', 'startTime', 'endTime']);
const STATUS_WORDS: ReadonlySet<unknown> = new Set(RIDE_STATUSES);
const RETURN_WORDS: ReadonlySet<unknown> = new Set(RETURN_STATES);
const ALLOCATION_WORDS: ReadonlySet<unknown> = new Set(BOARDING_GROUP_STATUSES);
const NO_KEYS: ReadonlySet<string> = new Set();

/** Counts the keys and words of a state. The values are read elsewhere. */
export function countStateShape(state: JsonObject, kind: 'row' | 'opening', report: ResponseReport): void {
  report.countWord('state.status', state.status, STATUS_WORDS);
  if (isJsonObject(state.queue)) {
    report.countKeys(`${kind}.queue`, state.queue, QUEUE_TYPE_KEYS);
    for (const type in state.queue) countQueueShape(state.queue[type], type, report);
  }
  if (!Array.isArray(state.showtimes)) return;
  for (const show of state.showtimes as readonly unknown[]) {
    if (isJsonObject(show)) report.countKeys('state.showtimes', show, SHOWTIME_KEYS);
  }
}

function countQueueShape(queue: unknown, type: string, report: ResponseReport): void {
  if (!isJsonObject(queue)) return;
  const field = `state.queue.${type}`;
  const known: ReadonlySet<string> | undefined = QUEUE_KEYS[type as QueueType];
  report.countKeys(field, queue, known ?? NO_KEYS);
  if (known === undefined) return;
  report.countWord(`${field}.state`, queue.state, RETURN_WORDS);
  report.countWord(`${field}.allocationStatus`, queue.allocationStatus, ALLOCATION_WORDS);
  if (isJsonObject(queue.price)) report.countKeys(`${field}.price`, queue.price, PRICE_KEYS);
}
