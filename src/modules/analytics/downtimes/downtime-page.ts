import { cursorOf, invalidCursor, valuesOfCursor } from '../../../common/http/dto/cursor.js';
import { MAX_INTERNAL_ID } from '../../../common/http/dto/request-fields.js';
import { isLocalDate } from '../../../common/time/calendar.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import type { Downtime } from './merge-downtimes.js';

/** The last downtime of a page, and the period of the list: its defaults must not change between pages. */
export interface DowntimeCursor {
  fromMs: number;
  rideId: number;
  span: DaySpan;
}

export const encodeDowntimeCursor = ({ fromMs, rideId }: Downtime, { from, to }: DaySpan): string =>
  cursorOf([fromMs, rideId, from, to]);

/** @throws ValidationFailedError */
export function readDowntimeCursor(text: string): DowntimeCursor {
  const [fromMs, rideId, from, to, ...rest] = valuesOfCursor(text);
  const isValid =
    Number.isSafeInteger(fromMs) &&
    Number.isSafeInteger(rideId) &&
    (rideId as number) <= MAX_INTERNAL_ID &&
    [from, to].every((day) => typeof day === 'string' && isLocalDate(day)) &&
    rest.length === 0;
  if (!isValid) throw invalidCursor();
  return { fromMs: fromMs as number, rideId: rideId as number, span: { from: from as string, to: to as string } };
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
