/** A server that asks for more than this is not waited for within a cycle; the next one asks anew. */
const LONGEST_MS = 3_600_000;

export interface RetryAfterHeaders {
  retryAfter: string | null;
  /** The server's clock, against which a date in `Retry-After` is meant. */
  date: string | null;
}

/** Milliseconds to wait, from `Retry-After` as seconds or as a date; null where it says nothing that can be read. */
export function retryAfterMs({ retryAfter, date }: RetryAfterHeaders, nowMs: number): number | null {
  const text = retryAfter?.trim() ?? '';
  if (text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return within(Number(text) * 1000);
  // Date.parse takes "-5" for a month.
  const untilMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(untilMs)) return null;
  const serverNowMs = date === null ? Number.NaN : Date.parse(date);
  return within(untilMs - (Number.isNaN(serverNowMs) ? nowMs : serverNowMs));
}

const within = (delayMs: number): number => Math.min(Math.max(0, delayMs), LONGEST_MS);
