import { DomainError } from '../domain-error.js';
import { dayAfter } from './calendar.js';

/** First and last of a range, under the names of the request, such as `{ from, to }` or `{ startDate, endDate }`. */
export type RangeEnds = Readonly<Record<string, string>>;

/** A range is reversed, empty, too long, or in the future. */
export class DateRangeError extends DomainError {
  constructor(message: string, details: Readonly<Record<string, unknown>>) {
    super('DATE_OUT_OF_RANGE', message, details);
  }

  /** `from 2024-02-02 is after to 2024-02-01` */
  static reversed(ends: RangeEnds): DateRangeError {
    return new DateRangeError(namedValues(ends).join(' is after '), ends);
  }

  /** The end of the range is exclusive, and not after its beginning. */
  static empty(fromMs: number, toMs: number): DateRangeError {
    const ends = instantsOf(fromMs, toMs);
    return new DateRangeError(namedValues(ends).join(' is not before '), ends);
  }

  /** @param hint added to the message */
  static tooLong(ends: RangeEnds, maxDays: number, hint = ''): DateRangeError {
    const names = Object.keys(ends).join(' and ');
    return new DateRangeError(`${names} must span at most ${maxDays} days${hint}`, { ...ends, maxDays });
  }

  static inFuture(name: string, value: string): DateRangeError {
    return new DateRangeError(`${name} ${value} is in the future`, { [name]: value });
  }
}

const namedValues = (ends: RangeEnds): string[] => Object.entries(ends).map(([name, value]) => `${name} ${value}`);

export function instantsOf(fromMs: number, toMs: number): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/**
 * Checks a range of local dates, both included. A range that is too long is refused rather than shortened.
 * @throws DateRangeError
 */
export function checkDateRange(ends: RangeEnds, maxDays?: number): void {
  const [first, last] = Object.values(ends) as [string, string];
  if (last < first) throw DateRangeError.reversed(ends);
  if (maxDays !== undefined && last > dayAfter(first, maxDays - 1)) throw DateRangeError.tooLong(ends, maxDays);
}
