import Table from 'cli-table3';

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

/** Some of a day, from the middle of it. */
export function historyTable(points: readonly Point[]): string {
  const middle = Math.max(0, Math.floor((points.length - SAMPLE_POINTS) / 2));
  const rows = points
    .slice(middle, middle + SAMPLE_POINTS)
    .map(({ recordedAt, status, waitMinutes }) => [recordedAt, status ?? '-', minutes(waitMinutes)]);
  return tableOf(['recorded (UTC)', 'status', 'wait'], rows);
}

/** The longest waits first, then what is open without one. */
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

/** The last column is a figure. */
function tableOf(head: string[], rows: string[][]): string {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === head.length - 1 ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return table.toString();
}
