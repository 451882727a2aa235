import { DomainError } from '../../common/errors/domain-error.js';
import { DAY_MS } from '../../common/time/durations.js';

/** A year and what year-over-year views need beside it; more is for the export. */
export const MAX_HISTORY_DAYS = 400;
/** Of days there are few enough for ten years. */
export const MAX_DAILY_HISTORY_DAYS = 3700;
export const DEFAULT_HISTORY_DAYS = 7;

/** The window of a history is empty, the wrong way round, or too long. */
export class HistoryWindowError extends DomainError {
  constructor(message: string, fromMs: number, toMs: number, maxDays: number) {
    const [from, to] = [new Date(fromMs), new Date(toMs)].map((instant) => instant.toISOString());
    super('DATE_OUT_OF_RANGE', message, { from, to, maxDays });
  }
}

/**
 * [fromMs, toMs) as asked for: without `to` until now, without `from` the seven days before `to`. What is too long is refused
 * and never cut: an answer that ends early looks like a ride of which nothing more is known.
 * @throws HistoryWindowError
 */
export function historyWindow(
  asked: { from?: string | undefined; to?: string | undefined },
  now: Date,
  maxDays = MAX_HISTORY_DAYS,
): { fromMs: number; toMs: number } {
  const toMs = asked.to === undefined ? now.getTime() : Date.parse(asked.to);
  const fromMs = asked.from === undefined ? toMs - DEFAULT_HISTORY_DAYS * DAY_MS : Date.parse(asked.from);
  if (fromMs >= toMs) throw new HistoryWindowError('from must be before to', fromMs, toMs, maxDays);
  if (toMs - fromMs > maxDays * DAY_MS) {
    const hint = asked.to === undefined ? '; without to, the period ends now: say to as well' : '';
    throw new HistoryWindowError(`from and to must be at most ${maxDays} days apart${hint}`, fromMs, toMs, maxDays);
  }
  return { fromMs, toMs };
}

/** The window of a page: its cursor's, where nothing else is asked for. @throws HistoryWindowError */
export function pageWindow(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  cursor: { fromMs: number; toMs: number } | null,
  now: Date,
  maxDays?: number,
): { fromMs: number; toMs: number } {
  const begun = cursor && { from: new Date(cursor.fromMs).toISOString(), to: new Date(cursor.toMs).toISOString() };
  return historyWindow({ from: from ?? begun?.from, to: to ?? begun?.to }, now, maxDays);
}
