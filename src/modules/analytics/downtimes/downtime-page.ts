import { MAX_INTERNAL_ID } from '../../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { dayAfter, isLocalDate } from '../../../common/time/calendar.js';
import { daysIn, type DaySpan } from '../../statistics/day-spans.js';
import { PeriodError } from '../queries/period.js';
import type { Downtime } from './merge-downtimes.js';

export const DEFAULT_DAYS = 30;

/** The last downtime of a page, and the period of the list: its defaults must not change between pages. */
export interface DowntimeCursor {
  fromMs: number;
  rideId: number;
  span: DaySpan;
}

export const encodeDowntimeCursor = ({ fromMs, rideId }: Downtime, { from, to }: DaySpan): string =>
  Buffer.from(JSON.stringify([fromMs, rideId, from, to])).toString('base64url');

/** @throws ValidationFailedError */
export function readDowntimeCursor(text: string): DowntimeCursor {
  const [fromMs, rideId, from, to, ...rest] = parse(text);
  const isValid =
    Number.isSafeInteger(fromMs) &&
    Number.isSafeInteger(rideId) &&
    (rideId as number) <= MAX_INTERNAL_ID &&
    [from, to].every((day) => typeof day === 'string' && isLocalDate(day)) &&
    rest.length === 0;
  if (!isValid) throw new ValidationFailedError({ cursor: ['cursor must be the nextCursor of another page'] });
  return { fromMs: fromMs as number, rideId: rideId as number, span: { from: from as string, to: to as string } };
}

function parse(text: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}

/** The requested local days; `to` defaults to today, `from` to 30 days that end with it. @throws PeriodError */
export function spanOfQuery(
  query: { from?: string; to?: string },
  cursor: DowntimeCursor | null,
  today: string,
  maxDays: number,
): DaySpan {
  const to = query.to ?? cursor?.span.to ?? today;
  const from = query.from ?? cursor?.span.from ?? dayAfter(to, 1 - DEFAULT_DAYS);
  if (from > to) throw new PeriodError('from must not be after to', { from, to });
  if (daysIn({ from, to }) > maxDays)
    throw new PeriodError(`A period has at most ${maxDays} days`, { from, to }, maxDays);
  return { from, to };
}

/** The next downtimes after the cursor. */
export function pageOfDowntimes(
  all: readonly Downtime[],
  after: DowntimeCursor | null,
  limit: number,
): { page: Downtime[]; hasMore: boolean } {
  const isLater = ({ fromMs, rideId }: Downtime) =>
    after === null || fromMs > after.fromMs || (fromMs === after.fromMs && rideId > after.rideId);
  const rest = all.filter(isLater);
  return { page: rest.slice(0, limit), hasMore: rest.length > limit };
}
