import Table from 'cli-table3';
import { bytesText, count, plural } from '../common/text.js';
import { dayAfter } from '../common/time/calendar.js';

export interface Point {
  recordedAt: string;
  status: string | null;
  waitMinutes: number | null;
}

export interface LiveRide {
  name: string;
  current: { status: string | null; waitMinutes: number | null; queues: readonly { queueType: string }[] } | null;
}

export interface Ranked {
  rank: number;
  name: string;
  parkName: string;
  value: number;
}

const SAMPLE_POINTS = 6;
const SAMPLE_RIDES = 6;

/** A few rows from the middle of a day. */
export function historyTable(points: readonly Point[]): string {
  const middle = Math.max(0, Math.floor((points.length - SAMPLE_POINTS) / 2));
  const rows = points
    .slice(middle, middle + SAMPLE_POINTS)
    .map(({ recordedAt, status, waitMinutes }) => [recordedAt, status ?? '-', minutes(waitMinutes)]);
  return tableOf(['recorded (UTC)', 'status', 'wait'], rows);
}

/** The longest waits first, then open rides without a wait. */
export function liveTable(rides: readonly LiveRide[]): string {
  const waitOf = ({ current }: LiveRide): number => current?.waitMinutes ?? -1;
  const rows = rides
    .filter(({ current }) => current !== null)
    .sort((a, b) => waitOf(b) - waitOf(a))
    .slice(0, SAMPLE_RIDES)
    .map(({ name, current }) => [
      ...[name, current!.status ?? '-', current!.queues.map(({ queueType }) => queueType).join(' ')],
      minutes(current!.waitMinutes),
    ]);
  return tableOf(['ride', 'status', 'further queues', 'wait'], rows);
}

export function rankingTable(ranked: readonly Ranked[]): string {
  const rows = ranked.map(({ rank, name, parkName, value }) => [`${rank}. ${name}`, parkName, minutes(value)]);
  return tableOf(['ride', 'park', 'average'], rows);
}

const minutes = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} min`);

/** The last column is numeric. */
function tableOf(head: string[], rows: string[][]): string {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === head.length - 1 ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return table.toString();
}

/** Number of local days of the shown statistics, up to the archive's last one. */
const DAYS = 30;
const TOP = 5;

interface Listed<T> {
  data: T[];
}
interface RankedRide extends Ranked {
  rideId: number;
  parkId: number;
}
interface ParkSummary {
  parkId: number;
  name: string;
  rides: number;
  operating: number;
}
interface StorageSummary {
  totals: { rows: number; totalBytes: number };
}
interface QualitySummary {
  health: string;
  openIssues: { total: number };
}

/** Requests a path of the API, such as /api/parks, with the admin key. @throws if the status is not 200 */
export type Ask = <T>(path: string) => Promise<T>;

export interface Tour {
  /** Sample outputs, in order. */
  samples: string[];
  /** Paths worth trying, all of which work. */
  paths: string[];
  /** Paths worth trying that need the key. */
  adminPaths: string[];
}

/** Calls the API as a new user would, and collects sample outputs. `lastDay` is the archive's. */
export async function takeTour(ask: Ask, lastDay: string): Promise<Tour> {
  const days = `from=${dayAfter(lastDay, 1 - DAYS)}&to=${lastDay}`;
  const rankingPath = `/api/analytics/rankings/wait-times?scope=rides&period=custom&${days}&limit=${TOP}`;
  const { data: ranked } = await ask<Listed<RankedRide>>(rankingPath);
  const best = ranked[0];
  if (best === undefined) throw new Error(`no ride has a wait from ${days}`);
  const park = await liveliestPark(ask);
  const historyPath = `/api/rides/${best.rideId}/history?interval=raw&${dayBefore(lastDay)}`;
  return {
    samples: [
      await historySample(ask, best, historyPath),
      `The longest waits of these ${DAYS} days, averaged over the time for which each was posted:\n${rankingTable(ranked)}`,
      await liveSample(ask, park),
      await stateSample(ask),
    ],
    paths: [
      ...['/api/health', '/api/parks', '/api/live/status-summary', `/api/parks/${park.parkId}/live`],
      ...[`/api/search?q=${encodeURIComponent(best.name)}`, `/api/rides/${best.rideId}`, historyPath, rankingPath],
      `/api/analytics/heatmap?rideId=${best.rideId}&${days}`,
      `/api/analytics/typical-day?rideId=${best.rideId}&date=${dayAfter(lastDay, 1)}`,
      ...[`/api/analytics/calendar?parkId=${best.parkId}&year=${lastDay.slice(0, 4)}`, '/metrics', '/api/docs'],
    ],
    adminPaths: [
      ...['/api/admin/import/list', '/api/admin/collector/status', '/api/admin/quality/summary'],
      ...['/api/admin/storage/summary', '/api/admin/storage/growth'],
    ],
  };
}

/** The day before the archive's last day, which is complete in every time zone. */
function dayBefore(lastDay: string): string {
  return `from=${dayAfter(lastDay, -1)}T00:00:00Z&to=${lastDay}T00:00:00Z`;
}

async function historySample(ask: Ask, { name, parkName }: RankedRide, path: string): Promise<string> {
  const { data: points } = await ask<Listed<Point>>(path);
  return `${name} (${parkName}): ${plural(points.length, 'observation')} in a day, of which\n${historyTable(points)}`;
}

async function liveliestPark(ask: Ask): Promise<ParkSummary> {
  const { parks } = await ask<{ parks: ParkSummary[] }>('/api/live/status-summary');
  const [liveliest] = parks.sort((a, b) => b.operating - a.operating);
  if (liveliest === undefined) throw new Error('/api/live/status-summary has no park');
  return liveliest;
}

async function liveSample(ask: Ask, { parkId, name, operating, rides }: ParkSummary): Promise<string> {
  const { timezone, rides: states } = await ask<{ timezone: string; rides: LiveRide[] }>(`/api/parks/${parkId}/live`);
  const head = `${name} (${timezone}) now: ${operating} of ${rides} rides and shows are operating, the longest waits are`;
  return `${head}\n${liveTable(states)}`;
}

async function stateSample(ask: Ask): Promise<string> {
  const { totals } = await ask<StorageSummary>('/api/admin/storage/summary');
  const { health, openIssues } = await ask<QualitySummary>('/api/admin/quality/summary');
  const weight = `${count(totals.rows)} rows, ${bytesText(totals.totalBytes)} on disk`;
  return `Storage: ${weight}. Data quality: ${health}, ${plural(openIssues.total, 'issue')} to look at.`;
}
