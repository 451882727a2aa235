import { QUEUE_TYPES, type QueueType } from '../observations.js';

/** The last row of a page: the next page begins after it. */
export interface QueuePosition {
  recordedAtMs: number;
  rideId: number;
  queueType: QueueType;
}

/** Where a listing goes on, and over which window it runs: defaults that depend on "now" must not move between pages. */
export interface QueueCursor extends QueuePosition {
  fromMs: number;
  toMs: number;
}

/** Opaque to clients. */
export function encodeQueueCursor({ recordedAtMs, rideId, queueType, fromMs, toMs }: QueueCursor): string {
  return Buffer.from(JSON.stringify([recordedAtMs, rideId, queueType, fromMs, toMs])).toString('base64url');
}

/** Null for a text that no listing gave out. */
export function decodeQueueCursor(text: string): QueueCursor | null {
  const values = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(values) || values.length !== 5) return null;
  const [recordedAtMs, rideId, word, fromMs, toMs] = values as unknown[];
  const queueType = QUEUE_TYPES.find((type) => type === word);
  if (!isCount(recordedAtMs) || !isCount(rideId) || !isCount(fromMs) || !isCount(toMs) || !queueType) return null;
  const isInside = recordedAtMs >= fromMs && recordedAtMs < toMs;
  return isInside ? { recordedAtMs, rideId, queueType, fromMs, toMs } : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
