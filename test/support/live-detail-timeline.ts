import type { LiveDetailType } from '../../src/modules/snapshots/entities/entity-live-detail.entity.js';
import type { DiningSlot, ForecastHour, LiveDetails, TimeSlot } from '../../src/tools/api-simulator/live-state.js';
import type { Queryable } from './live-timeline.js';

/** Reported details other than status and queues, with instants in milliseconds; types that were not reported are absent. */
export type DetailsByType = Partial<Record<LiveDetailType, readonly unknown[]>>;

/** A row of entity_live_details, confirmed by every poll from the first to the last instant. */
interface DetailRun {
  detailType: LiveDetailType;
  fromMs: number;
  untilMs: number;
  content: readonly unknown[];
}

interface DetailColumns {
  ride_id: number;
  detail_type: LiveDetailType;
  observed_from: Date;
  last_confirmed_at: Date;
  detail: unknown;
}

type Json = Record<string, unknown>;

/** All details by ride, read by a separate statement. */
export async function readDetailRuns(app: Queryable): Promise<Map<number, DetailRun[]>> {
  const rows = await app.query<DetailColumns>('SELECT * FROM entity_live_details ORDER BY observed_from');
  const runs = new Map<number, DetailRun[]>();
  for (const { ride_id: rideId, detail_type: detailType, observed_from, last_confirmed_at, detail } of rows) {
    const list = (typeof detail === 'string' ? JSON.parse(detail) : detail) as Json[];
    const content = list.map(READ[detailType]);
    const run = { detailType, fromMs: observed_from.getTime(), untilMs: last_confirmed_at.getTime(), content };
    const known = runs.get(rideId);
    if (known === undefined) runs.set(rideId, [run]);
    else known.push(run);
  }
  return runs;
}

/** @throws if two rows cover the same instant */
export function detailsAt(runs: readonly DetailRun[] = [], instantMs: number): DetailsByType {
  const details: DetailsByType = {};
  for (const { detailType, fromMs, untilMs, content } of runs) {
    if (instantMs < fromMs || instantMs > untilMs) continue;
    if (details[detailType] !== undefined) throw new Error(`two ${detailType} at ${instantMs}`);
    details[detailType] = content;
  }
  return details;
}

/** The details of the simulator, in the same form. */
export function shownDetails({
  showTimes,
  operatingHours,
  diningAvailability,
  forecast,
}: Readonly<LiveDetails>): DetailsByType {
  return {
    ...(showTimes && { SHOWTIMES: showTimes }),
    ...(operatingHours && { OPERATING_HOURS: operatingHours }),
    ...(diningAvailability && { DINING_AVAILABILITY: diningAvailability }),
    ...(forecast && { FORECAST: forecast }),
  };
}

const instantMs = (reported: unknown): number | null => (typeof reported === 'string' ? Date.parse(reported) : null);

/** Keeps unknown fields of an element, so that a comparison with the simulator would show them. */
const timeSlot = ({ startTime, endTime, ...rest }: Json) =>
  ({ ...rest, startMs: instantMs(startTime), endMs: instantMs(endTime) }) as unknown as TimeSlot;

const READ: Readonly<Record<LiveDetailType, (reported: Json) => TimeSlot | DiningSlot | ForecastHour>> = {
  SHOWTIMES: timeSlot,
  OPERATING_HOURS: timeSlot,
  DINING_AVAILABILITY: ({ waitTime, ...rest }) => ({ ...rest, waitMinutes: waitTime }) as DiningSlot,
  FORECAST: ({ time, waitTime, ...rest }) =>
    ({ ...rest, atMs: instantMs(time), waitMinutes: waitTime }) as ForecastHour,
};
