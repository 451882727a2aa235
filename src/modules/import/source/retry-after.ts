/**
 * The wait that an answer asks for (RFC 9110, 10.2.3): seconds, or a date, which is taken relative to the
 * answer's own `Date`, so that a difference between the two clocks does not matter.
 */
export function retryAfterMs(headers: Readonly<Record<string, unknown>>): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const sentAtMs = typeof headers['date'] === 'string' ? Date.parse(headers['date']) : NaN;
  const waitMs = Date.parse(value) - sentAtMs;
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
