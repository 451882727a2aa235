import { DomainError } from '../domain-error.js';
import { dayAfter } from './calendar.js';

/** A range of local dates is inverted or too long. */
export class DateRangeError extends DomainError {
  constructor(message: string, from: string, to: string, maxDays: number) {
    super('DATE_OUT_OF_RANGE', message, { from, to, maxDays });
  }
}

/** A range that is too long is refused rather than shortened. @throws DateRangeError */
export function checkDateRange(from: string, to: string, maxDays: number): void {
  if (to < from) throw new DateRangeError('to is before from', from, to, maxDays);
  if (to > dayAfter(from, maxDays - 1)) {
    throw new DateRangeError(`from and to must be at most ${maxDays} days apart`, from, to, maxDays);
  }
}
