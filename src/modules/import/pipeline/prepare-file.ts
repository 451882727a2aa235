import { LocalDays } from '../../snapshots/local-days.js';
import { type ParkDay, touchedParkDays } from '../../snapshots/touched-days.js';
import {
  type ObservationSet,
  orderObservations,
  type RideQueueObservation,
} from '../../snapshots/writing/observation-set.js';
import { type LoadableRows, renderLoadableRows } from '../../snapshots/writing/load-rows.js';
import { newestQueues } from '../../snapshots/writing/newest-rows.js';
import { type RenderedInserts, renderInserts } from '../../snapshots/writing/render-inserts.js';
import {
  listsOfReports,
  type ReportedShowTimes,
  type ShowTimeList,
} from '../../snapshots/show-times/show-time-list.js';
import { RIDE_STATUSES } from '../../snapshots/observations.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue, type ParsedFile } from '../parser/parsed-file.js';
import { showTimesConflictIssue } from './show-times-conflicts.js';

/** The ride of an entity's observations; rideId 0 excludes them, because they belong to another park. */
export interface RideAssignment {
  rideId: number;
  parkId: number;
  timezone: string | null;
}

export const EXCLUDED: RideAssignment = { rideId: 0, parkId: 0, timezone: null };

/** How rows are written: by INSERT, by LOAD DATA where the server allows it, or not at all (in a dry run). */
export type RowFormat = 'INSERT' | 'LOAD' | 'NONE';

export interface PrepareOptions {
  batchSize: number;
  /** Default: INSERT. */
  format?: RowFormat;
  dayStartMinutes: number;
  /** How long after its instant an observation can change the statistics of its park. */
  reachMs: number;
}

/** A file ready to be written: the expensive work is done, outside the thread that uses the database. */
export interface PreparedFile {
  read: number;
  rejected: number;
  /** Events superseded by another event of the same file. */
  duplicates: number;
  set: ObservationSet;
  /** For each snapshot of the set, the index of its event in the file's array. */
  eventIndex: Uint32Array;
  /** The rows of the set in one of the forms in which they can be written. */
  rendered: RenderedInserts | null;
  loadable?: LoadableRows | null;
  /** Lists of show times, by ride in time order. */
  showTimes: ShowTimeList[];
  /** The newest row of each queue of the set. */
  newestQueues?: RideQueueObservation[];
  invalidatedDays: ParkDay[];
  issues: ParseIssue[];
  /** Instants of the first and last observation; null if the file has none. */
  range: { fromMs: number; toMs: number } | null;
}

/** `assignments` has one element per entity of the file. Pure. */
export function prepareFile(
  parsed: ParsedFile,
  assignments: readonly RideAssignment[],
  options: PrepareOptions,
): PreparedFile {
  const { snapshots } = parsed;
  const rideIds = new Uint32Array(snapshots.length);
  for (let row = 0; row < snapshots.length; row++) {
    rideIds[row] = assignments[snapshots.entityIndex[row]!]!.rideId;
  }
  const ordered = orderObservations({ snapshots, rideIds, queues: parsed.queues });
  const { set } = ordered;
  const { format = 'INSERT' } = options;
  const shows = listsOfReports(reportedShowTimes(parsed, rideIds));
  return {
    read: parsed.read - ordered.excluded,
    rejected: parsed.rejected,
    duplicates: ordered.duplicates,
    set,
    eventIndex: ordered.sourceRows.map((row) => snapshots.eventIndex[row]!),
    rendered: format === 'INSERT' ? renderInserts(set, 'ARCHIVE', options.batchSize) : null,
    loadable: format === 'LOAD' ? renderLoadableRows(set, 'ARCHIVE') : null,
    showTimes: shows.lists,
    newestQueues: newestQueues(set.queues),
    invalidatedDays: invalidatedDaysOf(set, assignments, options),
    issues: [
      ...parsed.issues,
      ...conflictIssues(parsed, ordered.supersededRows),
      ...showTimesConflictIssue('SAME_INSTANT_CONFLICT', shows.superseded),
    ],
    range: rangeOf(set),
  };
}

function reportedShowTimes({ showTimes, snapshots }: ParsedFile, rideIds: Uint32Array): ReportedShowTimes[] {
  return showTimes.flatMap(({ row, json }) => {
    const rideId = rideIds[row]!;
    return rideId === 0 ? [] : [{ rideId, atMs: snapshots.recordedAtMs[row]!, json }];
  });
}

function invalidatedDaysOf(
  set: ObservationSet,
  assignments: readonly RideAssignment[],
  options: PrepareOptions,
): ParkDay[] {
  const places = new Map<number, { parkId: number; localDays: LocalDays }>();
  const daysByZone = new Map<string | null, LocalDays>();
  for (const { rideId, parkId, timezone } of assignments) {
    let localDays = daysByZone.get(timezone);
    if (localDays === undefined) {
      daysByZone.set(timezone, (localDays = new LocalDays(timezone, options.dayStartMinutes)));
    }
    places.set(rideId, { parkId, localDays });
  }
  return touchedParkDays(set.snapshots, (row) => places.get(set.snapshots.rideId[row]!)!, options.reachMs);
}

function conflictIssues(parsed: ParsedFile, rows: readonly number[]): ParseIssue[] {
  if (rows.length === 0) return [];
  const { snapshots, entities } = parsed;
  const samples = rows.slice(0, MAX_ISSUE_SAMPLES).map((row) => ({
    index: snapshots.eventIndex[row]!,
    value: JSON.stringify({
      entityId: entities[snapshots.entityIndex[row]!]!.themeparksWikiId,
      eventTime: new Date(snapshots.recordedAtMs[row]!).toISOString(),
      supersededStatus: RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      supersededWaitMinutes: snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row]!,
    }),
  }));
  return [{ reason: 'SAME_INSTANT_CONFLICT', field: 'eventTime', rejected: false, count: rows.length, samples }];
}

function rangeOf({ snapshots }: ObservationSet): PreparedFile['range'] {
  if (snapshots.length === 0) return null;
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const instantMs of snapshots.recordedAtMs) {
    if (instantMs < fromMs) fromMs = instantMs;
    if (instantMs > toMs) toMs = instantMs;
  }
  return { fromMs, toMs };
}
