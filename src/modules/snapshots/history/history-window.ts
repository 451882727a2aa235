import { DomainError } from '../../../common/errors/domain-error.js';
import { DAY_MS } from '../../../common/time/durations.js';

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

/** [fromMs, toMs) as asked for; without `to` until now but no longer than allowed, without `from` the seven days before `to`. */
export function historyWindow(
  asked: { from?: string; to?: string },
  now: Date,
  maxDays = MAX_HISTORY_DAYS,
): { fromMs: number; toMs: number } {
  const maxMs = maxDays * DAY_MS;
  const latestMs = asked.from === undefined ? Infinity : Date.parse(asked.from) + maxMs;
  const toMs = asked.to === undefined ? Math.min(now.getTime(), latestMs) : Date.parse(asked.to);
  const fromMs = asked.from === undefined ? toMs - DEFAULT_HISTORY_DAYS * DAY_MS : Date.parse(asked.from);
  if (fromMs >= toMs) throw new HistoryWindowError('from must be before to', fromMs, toMs, maxDays);
  if (toMs - fromMs > maxMs) {
    throw new HistoryWindowError(`from and to must be at most ${maxDays} days apart`, fromMs, toMs, maxDays);
  }
  return { fromMs, toMs };
}
