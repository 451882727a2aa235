import { DAY_MS, HOUR_MS } from '../../common/time/durations.js';
import { DomainError } from '../../common/errors/domain-error.js';

class CheckRangeError extends DomainError {
  constructor() {
    super('DATE_OUT_OF_RANGE', 'The first day of a check lies after its last one, or after today');
  }
}

/**
 * What a check is to look at: UTC days as they were asked for, the last one included; an end that was not asked for is
 * now, and a beginning some hours before the end. @throws DomainError DATE_OUT_OF_RANGE
 */
export function checkRange(
  { startDate, endDate }: { startDate?: string | null | undefined; endDate?: string | null | undefined },
  now: Date,
  hours: number,
): { fromMs: number; toMs: number } {
  const endMs = endDate == null ? Infinity : Date.parse(`${endDate}T00:00:00Z`) + DAY_MS;
  const toMs = Math.min(endMs, now.getTime());
  const fromMs = startDate == null ? toMs - hours * HOUR_MS : Date.parse(`${startDate}T00:00:00Z`);
  if (fromMs >= toMs) throw new CheckRangeError();
  return { fromMs, toMs };
}
