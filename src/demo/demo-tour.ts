import Table from 'cli-table3';
import { DAY_MS } from '../common/time/durations.js';

/** Rides looked at for one with a lively day. */
const RIDES_TRIED = 12;
const SAMPLE_POINTS = 10;

interface Listed<T> {
  data: T[];
}
interface Park {
  parkId: number;
  name: string;
  timezone: string | null;
  lastSeenAt: string | null;
}
interface Ride {
  rideId: number;
  name: string;
}
interface Point {
  recordedAt: string;
  status: string | null;
  waitMinutes: number | null;
}
interface Day {
  from: string;
  to: string;
}

/** Asks a path of the API, such as /api/parks. @throws where it does not answer 200 */
export type Ask = <T>(path: string) => Promise<T>;

export interface Tour {
  /** A ride's history as a table. */
  sample: string;
  /** Paths worth trying, all of which answer. */
  paths: string[];
}

/** Walks through the API as a newcomer would, and tells what it met. */
export async function takeTour(ask: Ask): Promise<Tour> {
  const parks = await ask<Listed<Park>>('/api/parks');
  const park = parks.data.find(({ lastSeenAt }) => lastSeenAt !== null);
  if (park === undefined) throw new Error('/api/parks knows no park that was ever observed');
  const rides = await ask<Listed<Ride>>(`/api/parks/${park.parkId}/rides`);
  // A day in the middle of the last weeks: complete, and not the archive's edge.
  const day = dayOf(Date.parse(park.lastSeenAt!) - 14 * DAY_MS);
  const lively = await findLively(rides.data.slice(0, RIDES_TRIED), day, ask);
  return {
    sample: sampleOf(park, lively.ride, lively.points),
    paths: [
      '/api/health',
      '/api/destinations',
      '/api/parks',
      `/api/parks/${park.parkId}`,
      `/api/parks/${park.parkId}/rides`,
      `/api/rides/${lively.ride.rideId}`,
      historyPath(lively.ride, day),
      '/api/docs',
      '/api/docs-json',
    ],
  };
}

function dayOf(instantMs: number): Day {
  const fromMs = Math.floor(instantMs / DAY_MS) * DAY_MS;
  const text = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return { from: text(fromMs), to: text(fromMs + DAY_MS) };
}

function historyPath({ rideId }: Ride, { from, to }: Day): string {
  return `/api/rides/${rideId}/history?interval=raw&from=${from}&to=${to}`;
}

async function findLively(rides: readonly Ride[], day: Day, ask: Ask): Promise<{ ride: Ride; points: Point[] }> {
  const days = [];
  for (const ride of rides) days.push({ ride, points: (await ask<Listed<Point>>(historyPath(ride, day))).data });
  const waits = ({ points }: { points: Point[] }) => points.filter(({ waitMinutes }) => waitMinutes !== null).length;
  const [best] = days.sort((a, b) => waits(b) - waits(a));
  if (best === undefined || best.points.length === 0) throw new Error(`no ride was observed on ${day.from}`);
  return best;
}

function sampleOf(park: Park, ride: Ride, points: readonly Point[]): string {
  const table = new Table({
    head: ['recorded (UTC)', 'status', 'wait'],
    colAligns: ['left', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const middle = Math.max(0, Math.floor((points.length - SAMPLE_POINTS) / 2));
  table.push(
    ...points
      .slice(middle, middle + SAMPLE_POINTS)
      .map(({ recordedAt, status, waitMinutes }) => [
        recordedAt,
        status ?? '-',
        waitMinutes === null ? '-' : `${waitMinutes} min`,
      ]),
  );
  const place = `${park.name}${park.timezone === null ? '' : `, ${park.timezone}`}`;
  return `${ride.name} (${place}): ${points.length} observations that day, of which\n${table.toString()}`;
}
