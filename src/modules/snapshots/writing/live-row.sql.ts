import { OBSERVATION, QUEUE, QUEUE_COLUMNS, QUEUE_VALUES, SNAPSHOT } from '../observation-columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { DATA_SOURCES, RIDE_STATUSES } from '../observations.js';
import type { PollStep, QueueRow, SnapshotRow } from './live-rows.js';
import { type SpanGroup, spanCondition } from './span-groups.js';
import { instantOrNull, onDuplicate, queueValues, secondsOrNull, unlessOlder, wordNumber } from './observation.sql.js';

/** SQL text for live rows; a destination has a few hundred at a time. */

const { rideId, recordedAt, lastConfirmedAt, dataSource } = OBSERVATION;
const SNAPSHOT_VALUES = [SNAPSHOT.status, SNAPSHOT.waitTime, lastConfirmedAt, SNAPSHOT.lastUpdatedApi, dataSource];
/** In the order of {@link snapshotValues} and {@link liveQueueValues}. */
export const LIVE_SNAPSHOT_COLUMNS = [rideId, recordedAt, ...SNAPSHOT_VALUES].join(', ');
export const LIVE_QUEUE_COLUMNS = [...QUEUE_COLUMNS, lastConfirmedAt].join(', ');

const snapshotValues = (row: SnapshotRow): string =>
  `(${row.rideId},'${sqlInstant(row.recordedAtMs)}',${wordNumber(RIDE_STATUSES, row.status)},` +
  `${row.waitMinutes ?? 'NULL'},${instantOrNull(row.lastConfirmedAtMs)},${secondsOrNull(row.lastUpdatedMs)},` +
  `${wordNumber(DATA_SOURCES, row.dataSource)})`;

/** An archive row at the same instant as a poll is kept. */
const KEEP_WHAT_IS_THERE = onDuplicate([`${rideId} = VALUES(${rideId})`]);

export function liveSnapshotInsert(rows: readonly SnapshotRow[]): string {
  return `INSERT INTO ride_status_snapshots (${LIVE_SNAPSHOT_COLUMNS}) VALUES ${rows.map(snapshotValues).join(',')}${KEEP_WHAT_IS_THERE}`;
}

export function liveQueueInsert(rows: readonly QueueRow[]): string {
  return `INSERT INTO queue_data (${LIVE_QUEUE_COLUMNS}) VALUES ${rows.map(liveQueueValues).join(',')}${KEEP_WHAT_IS_THERE}`;
}

const liveQueueValues = (row: QueueRow): string =>
  `(${queueValues(row, row.dataSource)},${instantOrNull(row.lastConfirmedAtMs)})`;

const SPAN_COLUMNS = { rideId, recordedAt, kind: QUEUE.queueType };
type SpanTable = 'ride_status_snapshots' | 'queue_data';

/**
 * Updates `last_confirmed_at` by primary key. The instants are literals and no function wraps a column, so that only the
 * partitions of the rows are read. An upsert would recreate a deleted row incompletely.
 */
export function extendStatement(table: SpanTable, groups: readonly SpanGroup[], untilMs: number | null): string {
  return `UPDATE ${table} SET ${lastConfirmedAt} = ${instantOrNull(untilMs)}
           WHERE ${dataSource} = 'LIVE' AND (${spanCondition(groups, SPAN_COLUMNS)})`;
}

/** Moves the confirmation of live rows from one poll to the next, and matches only rows that the earlier one confirmed. */
export function confirmStatement(
  table: SpanTable | 'ride_current' | 'queue_current',
  groups: readonly SpanGroup[],
  { fromMs, toMs }: PollStep,
): string {
  return `UPDATE ${table} SET ${lastConfirmedAt} = '${sqlInstant(toMs)}'
           WHERE ${dataSource} = 'LIVE' AND ${lastConfirmedAt} = '${sqlInstant(fromMs)}'
             AND (${spanCondition(groups, SPAN_COLUMNS)})`;
}

/** Assigns the values of a poll unless the stored row is newer. */
const currentTail = (columns: readonly string[]): string =>
  onDuplicate([...columns, recordedAt].map((column) => unlessOlder(column)));
const CURRENT_SNAPSHOT_TAIL = currentTail(SNAPSHOT_VALUES);
const CURRENT_QUEUE_TAIL = currentTail([...QUEUE_VALUES, dataSource, lastConfirmedAt]);

/** Updates the newest rows of rides. Older rows change nothing; a row of the same instant updates its values. */
export function currentSnapshotUpsert(rows: readonly SnapshotRow[]): string {
  return `INSERT INTO ride_current (${LIVE_SNAPSHOT_COLUMNS}) VALUES ${rows.map(snapshotValues).join(',')}${CURRENT_SNAPSHOT_TAIL}`;
}

/** The same for queues. */
export function currentQueueUpsert(rows: readonly QueueRow[]): string {
  return `INSERT INTO queue_current (${LIVE_QUEUE_COLUMNS}) VALUES ${rows.map(liveQueueValues).join(',')}${CURRENT_QUEUE_TAIL}`;
}
