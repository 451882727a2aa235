import { millisecondsSql } from '../../../common/database/sql-time.js';
import { sqlInstant } from '../../snapshots/observation-sql.js';
import { type Dataset, type ExportWindow, RIDE_COLUMNS, rowColumn, type StoredRow } from '../export-table.js';

/** Stored observations: status and posted standby wait. */
export const SNAPSHOTS: Dataset = {
  name: 'snapshots',
  columns: [
    ...RIDE_COLUMNS,
    rowColumn('recordedAt', 'instant', { nullable: false }),
    rowColumn('lastConfirmedAt', 'instant', { nullable: true }),
    rowColumn('status', 'word', { nullable: true }),
    rowColumn('waitMinutes', 'count', { nullable: true }),
    rowColumn('dataSource', 'word', { nullable: false }),
    rowColumn('lastUpdatedApi', 'instant', { nullable: true }),
  ],
  batchSql,
};

/** The lower bound moves with the position: of the partitions only those of what is left are read. */
function batchSql(rideId: number, window: ExportWindow, after: StoredRow | null, limit: number): string {
  const lower = after === null ? `>= '${sqlInstant(window.fromMs)}'` : `> '${sqlInstant(Number(after.recordedAt))}'`;
  return `SELECT ${millisecondsSql('recorded_at')} AS recordedAt, ${millisecondsSql('last_confirmed_at')} AS lastConfirmedAt,
                 status, wait_time AS waitMinutes, data_source AS dataSource,
                 ${millisecondsSql('last_updated_api')} AS lastUpdatedApi
            FROM ride_status_snapshots
           WHERE ride_id = ${rideId} AND recorded_at ${lower} AND recorded_at < '${sqlInstant(window.toMs)}'
           ORDER BY recorded_at LIMIT ${limit}`;
}
