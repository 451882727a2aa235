import { sqlInstant, sqlSeconds } from '../../../common/database/sql-helpers.js';
import {
  BOARDING_GROUP_STATUSES,
  DATA_SOURCES,
  type DataSource,
  enumNumber,
  QUEUE_TYPES,
  RETURN_STATES,
  STATUS_UNKNOWN,
  WAIT_UNKNOWN,
} from '../observations.js';
import { OBSERVATION, QUEUE_COLUMNS, QUEUE_VALUES, SNAPSHOT } from '../observation-columns.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';

/**
 * SQL text for bulk writes. Multi-row INSERT text writes 316,000 rows/s, the ORM's upsert 74,000 to 104,000 (measured). Every
 * value is a number, a currency code or a formatted instant, so nothing needs escaping.
 */

/**
 * ENUM values are written as numbers, which is 20 % faster because the server need not compare text (measured). Tests compare the
 * order of the lists with the columns.
 */
export const wordNumber = <Word>(words: readonly Word[], word: Word | null): string =>
  String(enumNumber(words, word) ?? 'NULL');

const { recordedAt, lastConfirmedAt, dataSource } = OBSERVATION;

/** The columns of a snapshot that imports write, in that order. */
export const SNAPSHOT_COLUMNS = [SNAPSHOT.rideId, recordedAt, SNAPSHOT.status, SNAPSHOT.waitTime, dataSource] as const;
/** The same and the confirmation. */
export const CONFIRMED_SNAPSHOT_COLUMNS = [...SNAPSHOT_COLUMNS, lastConfirmedAt] as const;
const headOf = (columns: readonly string[]) => `INSERT INTO ride_status_snapshots (${columns.join(', ')}) VALUES `;
const SNAPSHOT_HEAD = headOf(SNAPSHOT_COLUMNS);
const CONFIRMED_SNAPSHOT_HEAD = headOf(CONFIRMED_SNAPSHOT_COLUMNS);
const QUEUE_HEAD = `INSERT INTO queue_data (${QUEUE_COLUMNS.join(', ')}) VALUES `;

/** INSERT statements for the rows `indexes` of the set (default: all), with `batchSize` rows each. */
export function snapshotInserts(
  { snapshots }: ObservationSet,
  source: DataSource,
  batchSize: number,
  indexes: ArrayLike<number> | null = null,
): string[] {
  const count = indexes === null ? snapshots.length : indexes.length;
  const { confirmedUntilMs } = snapshots;
  const sourceNumber = `,${wordNumber(DATA_SOURCES, source)}`;
  const statements: string[] = [];
  for (let start = 0; start < count; start += batchSize) {
    const end = Math.min(start + batchSize, count);
    let sql = confirmedUntilMs === undefined ? SNAPSHOT_HEAD : CONFIRMED_SNAPSHOT_HEAD;
    for (let i = start; i < end; i++) {
      const row = indexes === null ? i : indexes[i]!;
      const wait = snapshots.waitMinutes[row]!;
      const tail = confirmedUntilMs === undefined ? ')' : `,${confirmation(confirmedUntilMs[row]!)})`;
      sql += `${i === start ? '' : ','}(${snapshots.rideId[row]},'${sqlInstant(snapshots.recordedAtMs[row]!)}',${
        snapshots.status[row] === STATUS_UNKNOWN ? 'NULL' : snapshots.status[row]
      },${wait === WAIT_UNKNOWN ? 'NULL' : wait}${sourceNumber}${tail}`;
    }
    statements.push(sql);
  }
  return statements;
}

export function queueInserts(queues: readonly RideQueueObservation[], source: DataSource, batchSize: number): string[] {
  const statements: string[] = [];
  for (let start = 0; start < queues.length; start += batchSize) {
    const rows = queues.slice(start, start + batchSize).map((row) => `(${queueValues(row, source)})`);
    statements.push(QUEUE_HEAD + rows.join(','));
  }
  return statements;
}

const text = (value: string | null): string => (value === null ? 'NULL' : `'${value}'`);
const number = (value: number | null): string => (value === null ? 'NULL' : String(value));
/** NaN: not confirmed. */
const confirmation = (untilMs: number): string => (Number.isNaN(untilMs) ? 'NULL' : `'${sqlInstant(untilMs)}'`);
export const secondsOrNull = (value: number | null): string => (value === null ? 'NULL' : `'${sqlSeconds(value)}'`);
export const instantOrNull = (value: number | null): string => (value === null ? 'NULL' : `'${sqlInstant(value)}'`);

/** The values of a queue row in the order of QUEUE_COLUMNS, without parentheses. */
export function queueValues({ rideId, recordedAtMs, queue }: RideQueueObservation, source: DataSource): string {
  return (
    `${rideId},'${sqlInstant(recordedAtMs)}',${wordNumber(QUEUE_TYPES, queue.queueType)},${number(queue.waitMinutes)},${wordNumber(RETURN_STATES, queue.state)},` +
    `${secondsOrNull(queue.returnStartMs)},${secondsOrNull(queue.returnEndMs)},${number(queue.priceMinor)},` +
    `${text(queue.priceCurrency)},${wordNumber(BOARDING_GROUP_STATUSES, queue.boardingGroupStatus)},${number(queue.groupStart)},` +
    `${number(queue.groupEnd)},${secondsOrNull(queue.nextAllocationAtMs)},${number(queue.estimatedWaitMinutes)},${wordNumber(DATA_SOURCES, source)}`
  );
}

const overwritten = (column: string): string => `${column} = VALUES(${column})`;
const areEqual = (columns: readonly string[]): string =>
  columns.map((column) => `${column} <=> VALUES(${column})`).join(' AND ');

/** Assigns a value unless the stored row is newer. */
export const unlessOlder = (column: string, value = `VALUES(${column})`): string =>
  `${column} = IF(VALUES(${recordedAt}) >= ${recordedAt}, ${value}, ${column})`;

/**
 * Ends an INSERT with what changes in a row that exists. The server evaluates assignments from left to right, so columns that
 * others are compared with come last.
 */
export const onDuplicate = (assignments: readonly string[]): string =>
  ` ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`;

/** What a row is given, and the confirmation of its new values; that of other values ends. */
interface Tail {
  values: readonly string[];
  cleared?: readonly string[];
  confirmation?: string;
}

/** Replaces rows of the same instant. */
const replaceTail = ({ values, cleared = [], confirmation = 'NULL' }: Tail): string =>
  onDuplicate([
    `${lastConfirmedAt} = IF(${areEqual(values)}, ${lastConfirmedAt}, ${confirmation})`,
    ...cleared.map((column) => `${column} = NULL`),
    ...[...values, dataSource].map(overwritten),
  ]);
const SNAPSHOT_TAIL = { values: [SNAPSHOT.status, SNAPSHOT.waitTime], cleared: [SNAPSHOT.lastUpdatedApi] };
const CONFIRMED_TAIL = { ...SNAPSHOT_TAIL, confirmation: `VALUES(${lastConfirmedAt})` };
export const REPLACE_SNAPSHOT_TAIL = replaceTail(SNAPSHOT_TAIL);
/** For INSERTs with CONFIRMED_SNAPSHOT_COLUMNS. */
export const REPLACE_CONFIRMED_TAIL = replaceTail(CONFIRMED_TAIL);
export const REPLACE_QUEUE_TAIL = replaceTail({ values: QUEUE_VALUES });

/** Keeps the newest row of a ride or queue; one of the same instant changes as by {@link replaceTail}. */
const currentTail = ({ values, cleared = [], confirmation = 'NULL' }: Tail): string =>
  onDuplicate([
    unlessOlder(lastConfirmedAt, `IF(${areEqual([recordedAt, ...values])}, ${lastConfirmedAt}, ${confirmation})`),
    ...cleared.map((column) => unlessOlder(column, 'NULL')),
    ...[...values, dataSource, recordedAt].map((column) => unlessOlder(column)),
  ]);
/** For INSERTs with CONFIRMED_SNAPSHOT_COLUMNS. */
export const CURRENT_SNAPSHOT_TAIL = currentTail(CONFIRMED_TAIL);
export const CURRENT_QUEUE_TAIL = currentTail({ values: QUEUE_VALUES });
