import { laterTypesSql } from '../snapshots/observation-columns.js';
import { millisecondsSql, sqlInstant } from '../../common/database/sql-helpers.js';
import type { QueueType } from '../snapshots/observations.js';
import { type Dataset, type ExportWindow, RIDE_COLUMNS, rowColumn, type StoredRow } from './export-table.js';

const instant = (column: string, name: string): string => `${millisecondsSql(column)} AS ${name}`;

/** SQL of the columns of the rows themselves, in their order. */
const SNAPSHOT_SELECT = `${instant('recorded_at', 'recordedAt')}, ${instant('last_confirmed_at', 'lastConfirmedAt')},
                 status, wait_time AS waitMinutes, data_source AS dataSource,
                 ${instant('last_updated_api', 'lastUpdatedApi')}`;
const QUEUE_SELECT = `${instant('recorded_at', 'recordedAt')}, ${instant('last_confirmed_at', 'lastConfirmedAt')},
                 queue_type AS queueType, wait_time_minutes AS waitMinutes, state,
                 ${instant('return_start', 'returnStart')}, ${instant('return_end', 'returnEnd')},
                 price_minor AS priceMinor, price_currency AS priceCurrency,
                 boarding_group_status AS boardingGroupStatus, group_start AS groupStart, group_end AS groupEnd,
                 ${instant('next_allocation_at', 'nextAllocationAt')},
                 estimated_wait_minutes AS estimatedWaitMinutes, data_source AS dataSource`;

/** Stored observations: status and posted standby wait. */
export const SNAPSHOTS: Dataset = {
  name: 'snapshots',
  summary: 'an observation: status and posted standby wait of a ride',
  table: 'ride_status_snapshots',
  select: SNAPSHOT_SELECT,
  columns: [
    ...RIDE_COLUMNS,
    rowColumn('recordedAt', 'instant', { nullable: false }),
    rowColumn('lastConfirmedAt', 'instant', { nullable: true }),
    rowColumn('status', 'code', { nullable: true }),
    rowColumn('waitMinutes', 'count', { nullable: true }),
    rowColumn('dataSource', 'code', { nullable: false }),
    rowColumn('lastUpdatedApi', 'instant', { nullable: true }),
  ],
  batchSql: snapshotBatchSql,
};

/** The lower bound advances with each batch, so that only the partitions of the remaining rows are read. */
function snapshotBatchSql(rideId: number, window: ExportWindow, after: StoredRow | null, limit: number): string {
  const lower = after === null ? `>= '${sqlInstant(window.fromMs)}'` : `> '${sqlInstant(Number(after.recordedAt))}'`;
  return `SELECT ${SNAPSHOT_SELECT}
            FROM ride_status_snapshots
           WHERE ride_id = ${rideId} AND recorded_at ${lower} AND recorded_at < '${sqlInstant(window.toMs)}'
           ORDER BY recorded_at LIMIT ${limit}`;
}

const NULLABLE = { nullable: true } as const;

/** Extended queues: single rider, return times with their price, boarding groups. */
export const QUEUES: Dataset = {
  name: 'queues',
  summary: 'an observation of an extended queue: return times, prices, boarding groups',
  table: 'queue_data',
  select: QUEUE_SELECT,
  columns: [
    ...RIDE_COLUMNS,
    rowColumn('recordedAt', 'instant', { nullable: false }),
    rowColumn('lastConfirmedAt', 'instant', NULLABLE),
    rowColumn('queueType', 'code', { nullable: false }),
    rowColumn('waitMinutes', 'count', NULLABLE),
    rowColumn('state', 'code', NULLABLE),
    rowColumn('returnStart', 'instant', NULLABLE),
    rowColumn('returnEnd', 'instant', NULLABLE),
    rowColumn('priceMinor', 'count', NULLABLE),
    rowColumn('priceCurrency', 'code', NULLABLE),
    rowColumn('boardingGroupStatus', 'code', NULLABLE),
    rowColumn('groupStart', 'count', NULLABLE),
    rowColumn('groupEnd', 'count', NULLABLE),
    rowColumn('nextAllocationAt', 'instant', NULLABLE),
    rowColumn('estimatedWaitMinutes', 'count', NULLABLE),
    rowColumn('dataSource', 'code', { nullable: false }),
  ],
  batchSql: queueBatchSql,
};

/** The lower bound advances with each batch, so that only the partitions of the remaining rows are read. */
function queueBatchSql(rideId: number, window: ExportWindow, after: StoredRow | null, limit: number): string {
  const fromMs = after === null ? window.fromMs : Number(after.recordedAt);
  return `SELECT ${QUEUE_SELECT}
            FROM queue_data
           WHERE ride_id = ${rideId} AND recorded_at >= '${sqlInstant(fromMs)}'
             AND recorded_at < '${sqlInstant(window.toMs)}'${after === null ? '' : afterSql(after)}
           ORDER BY recorded_at, queue_type LIMIT ${limit}`;
}

function afterSql({ recordedAt, queueType }: StoredRow): string {
  const later = laterTypesSql(queueType as QueueType);
  return ` AND (recorded_at > '${sqlInstant(Number(recordedAt))}'${later === null ? '' : ` OR ${later}`})`;
}
