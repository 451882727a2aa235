export interface RetryAfterHeaders {
  retryAfter: string | null;
  /** The server's clock, against which a date in `Retry-After` is meant. */
  date: string | null;
}

/**
 * The wait that an answer asks for (RFC 9110, 10.2.3), in milliseconds: `Retry-After` says seconds, or a date; null where it
 * says nothing that can be read.
 * @param nowMs our clock, for a date in an answer that does not say its own; null: such a date is not read
 */
export function retryAfterMs({ retryAfter, date }: RetryAfterHeaders, nowMs: number | null): number | null {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const serverNowMs = instantOf(date ?? '') ?? nowMs;
  const untilMs = instantOf(text);
  return untilMs === null || serverNowMs === null ? null : Math.max(0, untilMs - serverNowMs);
}

/** Date.parse takes "-5" for a month: a date has words. */
function instantOf(text: string): number | null {
  const instantMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instantMs) ? null : instantMs;
}
