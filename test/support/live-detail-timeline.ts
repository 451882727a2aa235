import type { LiveDetailType } from '../../src/modules/collector/live-response/live-response.js';
import type { DiningSlot, ForecastHour, LiveDetails, TimeSlot } from '../../src/tools/api-simulator/live-state.js';
import type { Queryable } from './live-timeline.js';

/** What was said beside status and queues, with instants as milliseconds; a type that was not said is absent. */
export type DetailsByType = Partial<Record<LiveDetailType, readonly unknown[]>>;

/** A row of entity_live_details: seen at every poll from the first to the last instant. */
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

/** Every detail by its ride, read by a statement of its own. */
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

/** @throws where two rows speak of one instant */
export function detailsAt(runs: readonly DetailRun[] = [], instantMs: number): DetailsByType {
  const details: DetailsByType = {};
  for (const { detailType, fromMs, untilMs, content } of runs) {
    if (instantMs < fromMs || instantMs > untilMs) continue;
    if (details[detailType] !== undefined) throw new Error(`two ${detailType} at ${instantMs}`);
    details[detailType] = content;
  }
  return details;
}

/** The simulator's, in the same form. */
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

/** What else an element has stays as it is: the simulator does not have it, so it would show. */
const timeSlot = ({ startTime, endTime, ...rest }: Json) =>
  ({ ...rest, startMs: instantMs(startTime), endMs: instantMs(endTime) }) as unknown as TimeSlot;

const READ: Readonly<Record<LiveDetailType, (reported: Json) => TimeSlot | DiningSlot | ForecastHour>> = {
  SHOWTIMES: timeSlot,
  OPERATING_HOURS: timeSlot,
  DINING_AVAILABILITY: ({ waitTime, ...rest }) => ({ ...rest, waitMinutes: waitTime }) as DiningSlot,
  FORECAST: ({ time, waitTime, ...rest }) =>
    ({ ...rest, atMs: instantMs(time), waitMinutes: waitTime }) as ForecastHour,
};
