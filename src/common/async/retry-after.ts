export interface RetryAfterHeaders {
  retryAfter: string | null;
  /** The server's time, to which a date in `Retry-After` refers. */
  date: string | null;
}

/**
 * The wait that a response requests (RFC 9110, 10.2.3), in milliseconds: `Retry-After` contains seconds or a date. Null if it
 * is missing or unreadable.
 * @param nowMs the local time, for a date in a response without a `Date` header; null: such a date is ignored
 */
export function retryAfterMs({ retryAfter, date }: RetryAfterHeaders, nowMs: number | null): number | null {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const serverNowMs = instantOf(date ?? '') ?? nowMs;
  const untilMs = instantOf(text);
  return untilMs === null || serverNowMs === null ? null : Math.max(0, untilMs - serverNowMs);
}

/** Requires a word, because Date.parse reads "-5" as a month. */
function instantOf(text: string): number | null {
  const instantMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instantMs) ? null : instantMs;
}
