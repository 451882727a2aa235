import { QUEUE_COLUMNS } from '../queue-columns.js';
import { sqlInstant } from '../../../common/database/sql-instant.js';
import { DATA_SOURCES, RIDE_STATUSES } from '../observations.js';
import type { QueueRow, SnapshotRow, StoredSpan } from './live-rows.js';
import { instantOrNull, queueValues, secondsOrNull, wordNumber } from './observation.sql.js';

/** SQL text for live rows; a destination has a few hundred at a time. */

const SNAPSHOT_COLUMNS = 'ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source';

const snapshotValues = (row: SnapshotRow): string =>
  `(${row.rideId},'${sqlInstant(row.recordedAtMs)}',${wordNumber(RIDE_STATUSES, row.status)},` +
  `${row.waitMinutes ?? 'NULL'},${instantOrNull(row.lastConfirmedAtMs)},${secondsOrNull(row.lastUpdatedMs)},` +
  `${wordNumber(DATA_SOURCES, row.dataSource)})`;

/** An archive row at the same instant as a poll is kept. */
const KEEP_WHAT_IS_THERE = ' ON DUPLICATE KEY UPDATE ride_id = VALUES(ride_id)';

export function liveSnapshotInsert(rows: readonly SnapshotRow[]): string {
  return `INSERT INTO ride_status_snapshots (${SNAPSHOT_COLUMNS}) VALUES ${rows.map(snapshotValues).join(',')}${KEEP_WHAT_IS_THERE}`;
}

export function liveQueueInsert(rows: readonly QueueRow[]): string {
  return `INSERT INTO queue_data (${QUEUE_COLUMNS}, last_confirmed_at) VALUES ${rows.map(liveQueueValues).join(',')}${KEEP_WHAT_IS_THERE}`;
}

const liveQueueValues = (row: QueueRow): string =>
  `(${queueValues(row, row.dataSource)},${instantOrNull(row.lastConfirmedAtMs)})`;

/**
 * Updates `last_confirmed_at` by primary key. The instants are literals and no function wraps a column, so that only the
 * partitions of the rows are read. An upsert would recreate a deleted row incompletely.
 */
export function extendStatement(table: 'ride_status_snapshots' | 'queue_data', rows: readonly ExtendedRow[]): string {
  const untilMs = rows[0]!.lastConfirmedAtMs;
  const keys = rows.map(
    ({ rideId, recordedAtMs, queue }) =>
      `(ride_id = ${rideId} AND recorded_at = '${sqlInstant(recordedAtMs)}'` +
      `${queue === undefined ? '' : ` AND queue_type = '${queue.queueType}'`})`,
  );
  return `UPDATE ${table} SET last_confirmed_at = ${instantOrNull(untilMs)} WHERE data_source = 'LIVE' AND (${keys.join(' OR ')})`;
}

/** A row with its new values. All rows of one statement belong to the same poll. */
export type ExtendedRow = StoredSpan & Partial<Pick<QueueRow, 'queue'>>;

/** Updates the newest rows of rides. Older rows change nothing; a row of the same instant updates its values. */
export function currentSnapshotUpsert(rows: readonly SnapshotRow[]): string {
  const columns = ['last_confirmed_at', 'status', 'wait_time', 'last_updated_api', 'data_source', 'recorded_at'];
  return `INSERT INTO ride_current (${SNAPSHOT_COLUMNS}) VALUES ${rows.map(snapshotValues).join(',')}${whereNewer(columns)}`;
}

/** The same for queues. */
export function currentQueueUpsert(rows: readonly QueueRow[]): string {
  const columns = [...QUEUE_COLUMNS.split(', ').filter((column) => !KEY_COLUMNS.includes(column)), 'last_confirmed_at'];
  return (
    `INSERT INTO queue_current (${QUEUE_COLUMNS}, last_confirmed_at) VALUES ${rows.map(liveQueueValues).join(',')}` +
    whereNewer([...columns, 'recorded_at'])
  );
}

/** Stores the newest row of a ride up to the instant as its current state. */
export const newestSnapshotInsert = (until: string): string =>
  `INSERT INTO ride_current (${SNAPSHOT_COLUMNS}) SELECT ${SNAPSHOT_COLUMNS} FROM ride_status_snapshots
    WHERE ride_id = ? AND recorded_at <= '${until}' ORDER BY recorded_at DESC LIMIT 1`;

/** The same for one queue of a ride. */
export const newestQueueInsert = (until: string): string =>
  `INSERT INTO queue_current (${QUEUE_COLUMNS}, last_confirmed_at) SELECT ${QUEUE_COLUMNS}, last_confirmed_at FROM queue_data
    WHERE ride_id = ? AND queue_type = ? AND recorded_at <= '${until}' ORDER BY recorded_at DESC LIMIT 1`;

const KEY_COLUMNS = ['ride_id', 'recorded_at', 'queue_type'];

/** The server evaluates assignments from left to right, so `recorded_at`, which the others compare with, comes last. */
function whereNewer(columns: readonly string[]): string {
  const assignments = columns.map(
    (column) => `${column} = IF(VALUES(recorded_at) >= recorded_at, VALUES(${column}), ${column})`,
  );
  return ` ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`;
}
