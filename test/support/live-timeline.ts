import { groupBy } from '../../src/common/collections.js';
import { expandSpans } from './expand-spans.js';
import type { QueueRow, SnapshotRow } from '../../src/modules/collector/cycle/span-rule.js';
import type { DataSource, QueueObservation, RideStatus } from '../../src/modules/snapshots/observations.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/visible-entities.js';
import type { CollectorApp } from './collector-app.js';
import { type DetailsByType, detailsAt, readDetailRuns, shownDetails } from './live-detail-timeline.js';

/** An observation of an entity, with every stored field. */
export interface TimelineEntry {
  observedAtMs: number;
  entityId: string;
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
  queues: readonly QueueObservation[];
  details: DetailsByType;
}

/** The part of the tests' applications that is needed to read their tables. */
export type Queryable = Pick<CollectorApp, 'query'>;

type SqlDate = Date | null;
interface RunColumns {
  ride_id: number;
  recorded_at: Date;
  last_confirmed_at: SqlDate;
  data_source: DataSource;
}
interface SnapshotColumns extends RunColumns {
  status: RideStatus | null;
  wait_time: number | null;
  last_updated_api: SqlDate;
}
interface QueueColumns extends RunColumns {
  queue_type: QueueObservation['queueType'];
  wait_time_minutes: number | null;
  state: QueueObservation['state'];
  return_start: SqlDate;
  return_end: SqlDate;
  price_minor: number | null;
  price_currency: string | null;
  boarding_group_status: QueueObservation['boardingGroupStatus'];
  group_start: number | null;
  group_end: number | null;
  next_allocation_at: SqlDate;
  estimated_wait_minutes: number | null;
}

const ms = (date: SqlDate): number | null => date?.getTime() ?? null;

/** Read by separate statements, not by those of the program. */
async function readSnapshots(app: Queryable): Promise<SnapshotRow[]> {
  const rows = await app.query<SnapshotColumns>('SELECT * FROM ride_status_snapshots');
  return rows.map((row) => ({
    rideId: row.ride_id,
    recordedAtMs: row.recorded_at.getTime(),
    lastConfirmedAtMs: ms(row.last_confirmed_at),
    dataSource: row.data_source,
    status: row.status,
    waitMinutes: row.wait_time,
    lastUpdatedMs: ms(row.last_updated_api),
  }));
}

async function readQueues(app: Queryable): Promise<QueueRow[]> {
  const rows = await app.query<QueueColumns>('SELECT * FROM queue_data');
  return rows.map((row) => ({
    rideId: row.ride_id,
    recordedAtMs: row.recorded_at.getTime(),
    lastConfirmedAtMs: ms(row.last_confirmed_at),
    dataSource: row.data_source,
    queue: {
      queueType: row.queue_type,
      waitMinutes: row.wait_time_minutes,
      state: row.state,
      returnStartMs: ms(row.return_start),
      returnEndMs: ms(row.return_end),
      priceMinor: row.price_minor,
      priceCurrency: row.price_currency,
      boardingGroupStatus: row.boarding_group_status,
      groupStart: row.group_start,
      groupEnd: row.group_end,
      nextAllocationAtMs: ms(row.next_allocation_at),
      estimatedWaitMinutes: row.estimated_wait_minutes,
    },
  }));
}

/** Every observation of a destination that can be rebuilt from the tables, sorted. */
export async function storedTimeline(app: Queryable, destinationWikiId: string): Promise<TimelineEntry[]> {
  const rides = await app.query<{ id: number; uuid: string }>(
    `SELECT r.ride_id AS id, r.themeparks_wiki_id AS uuid FROM rides r JOIN parks p ON p.park_id = r.park_id
       JOIN destinations d ON d.destination_id = p.destination_id WHERE d.themeparks_wiki_id = ?`,
    [destinationWikiId],
  );
  const polls = await app.query<{ at: Date }>(
    `SELECT c.observed_at AS at FROM collection_run_destinations c
       JOIN destinations d ON d.destination_id = c.destination_id
      WHERE d.themeparks_wiki_id = ? AND c.observed_at IS NOT NULL`,
    [destinationWikiId],
  );
  const uuids = new Map(rides.map(({ id, uuid }) => [id, uuid]));
  const own = <Row extends { rideId: number }>(rows: Row[]) => rows.filter(({ rideId }) => uuids.has(rideId));
  const rebuilt = expandSpans(
    own(await readSnapshots(app)),
    own(await readQueues(app)),
    polls.map(({ at }) => at.getTime()),
  );
  const details = await readDetailRuns(app);
  return inOrder(
    rebuilt.map(({ rideId, ...rest }) => ({
      entityId: uuids.get(rideId)!,
      ...rest,
      details: detailsAt(details.get(rideId), rest.observedAtMs),
    })),
  );
}

/** Every row of the archive with its queues, sorted by instant and entity. */
export async function importedRows(app: Queryable) {
  const rides = await app.query<{ id: number; uuid: string }>(
    'SELECT ride_id AS id, themeparks_wiki_id AS uuid FROM rides',
  );
  const uuids = new Map(rides.map(({ id, uuid }) => [id, uuid]));
  const fromArchive = <Row extends { dataSource: DataSource }>(rows: Row[]) =>
    rows.filter(({ dataSource }) => dataSource === 'ARCHIVE');
  const queues = groupBy(fromArchive(await readQueues(app)), ({ rideId, recordedAtMs }) => `${rideId} ${recordedAtMs}`);
  return fromArchive(await readSnapshots(app))
    .map(({ rideId, recordedAtMs, status, waitMinutes }) => {
      const own = queues.get(`${rideId} ${recordedAtMs}`) ?? [];
      return { entityId: uuids.get(rideId)!, recordedAtMs, status, waitMinutes, queues: own.map(({ queue }) => queue) };
    })
    .sort((a, b) => a.recordedAtMs - b.recordedAtMs || (a.entityId < b.entityId ? -1 : 1));
}

/** What the simulator showed at these instants, sorted. */
export function shownTimeline(shown: readonly VisibleObservation[]): TimelineEntry[] {
  return inOrder(
    shown.map(({ observedAtMs, entityId, status, waitMinutes, lastUpdatedMs, queues, details }) => {
      const reported = { status, waitMinutes, lastUpdatedMs, queues, details: shownDetails(details) };
      return { observedAtMs, entityId, ...reported };
    }),
  );
}

const inTypeOrder = (queues: readonly QueueObservation[]) =>
  [...queues].sort((a, b) => (a.queueType < b.queueType ? -1 : 1));

function inOrder(entries: TimelineEntry[]): TimelineEntry[] {
  return entries
    .map((entry) => ({ ...entry, queues: inTypeOrder(entry.queues) }))
    .sort((a, b) => a.observedAtMs - b.observedAtMs || (a.entityId < b.entityId ? -1 : 1));
}
