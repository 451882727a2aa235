import { LAST_INSTANT_MS } from '../../../common/http/dto/calendar.js';
import type { HistoryPosition } from './history-sql.js';

/** Of an unsigned INT column. */
const MAX_RIDE_ID = 4_294_967_295;

/** Where a listing goes on, and over which window it runs: defaults that depend on "now" must not move between pages. */
export interface HistoryCursor extends HistoryPosition {
  fromMs: number;
  toMs: number;
}

/** Opaque to clients. */
export function encodeCursor({ recordedAtMs, rideId, fromMs, toMs }: HistoryCursor): string {
  return Buffer.from(JSON.stringify([recordedAtMs, rideId, fromMs, toMs])).toString('base64url');
}

/** Null for a text that no listing gave out. */
export function decodeCursor(text: string): HistoryCursor | null {
  const values = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(values) || values.length !== 4 || !values.every(isWholeNumber)) return null;
  const [recordedAtMs, rideId, fromMs, toMs] = values as [number, number, number, number];
  if (rideId > MAX_RIDE_ID || toMs > LAST_INSTANT_MS) return null;
  return recordedAtMs >= fromMs && recordedAtMs < toMs ? { recordedAtMs, rideId, fromMs, toMs } : null;
}

const isWholeNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
