import type { DataSource } from 'typeorm';

const TABLES = ['ride_status_snapshots', 'queue_data'] as const;
type Table = (typeof TABLES)[number];

/** Columns with the observed values; the others are the key, the source, and the last confirmation. */
const OBSERVED: Readonly<Record<Table, readonly string[]>> = {
  ride_status_snapshots: ['status', 'wait_time', 'last_updated_api'],
  queue_data: [
    'queue_type', 'wait_time_minutes', 'state', 'return_start', 'return_end', 'price_minor', 'price_currency',
    'boarding_group_status', 'group_start', 'group_end', 'next_allocation_at', 'estimated_wait_minutes',
  ], // prettier-ignore
};

export interface AuditedChange {
  tableName: Table;
  kind: 'DELETED' | 'EXTENDED' | 'CONFIRMED' | 'REPLACED' | 'CHANGED';
  rideId: number;
  recordedAt: Date;
  sourceBefore: 'LIVE' | 'ARCHIVE';
}

/**
 * Lets the database record every change of existing rows: triggers fire for each deleted, replaced or updated row, for
 * statements of any process or library.
 *
 * EXTENDED: a LIVE row that moved nothing but its `last_confirmed_at`, forwards. CONFIRMED and REPLACED: the archive took
 * the place of a LIVE row of the same instant, with equal or with other values. CHANGED: anything else that is no longer
 * as it was.
 */
export async function auditObservations(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `CREATE TABLE observation_audit (
       audit_id INT AUTO_INCREMENT PRIMARY KEY, table_name VARCHAR(32) NOT NULL, kind VARCHAR(16) NOT NULL,
       ride_id INT UNSIGNED NOT NULL, recorded_at DATETIME(3) NOT NULL, source_before VARCHAR(16) NOT NULL)`,
  );
  for (const table of TABLES) {
    const log = (kind: string) =>
      `INSERT INTO observation_audit (table_name, kind, ride_id, recorded_at, source_before)
       VALUES ('${table}', ${kind}, OLD.ride_id, OLD.recorded_at, OLD.data_source)`;
    await dataSource.query(
      `CREATE TRIGGER audit_delete_${table} AFTER DELETE ON ${table} FOR EACH ROW ${log("'DELETED'")}`,
    );
    const all = ['ride_id', 'recorded_at', ...OBSERVED[table], 'last_confirmed_at', 'data_source'];
    await dataSource.query(
      `CREATE TRIGGER audit_update_${table} AFTER UPDATE ON ${table} FOR EACH ROW
       IF NOT (${same(all)}) THEN ${log(kindOfUpdate(table))}; END IF`,
    );
  }
}

const same = (columns: readonly string[]) => columns.map((column) => `OLD.${column} <=> NEW.${column}`).join(' AND ');

function kindOfUpdate(table: Table): string {
  const sameKey = same(['ride_id', 'recorded_at', ...(table === 'queue_data' ? ['queue_type'] : [])]);
  const sameValues = same(OBSERVED[table].filter((column) => column !== 'last_updated_api'));
  return `CASE
    WHEN ${sameKey} AND ${same(OBSERVED[table])} AND OLD.data_source = 'LIVE' AND NEW.data_source = 'LIVE'
         AND NEW.last_confirmed_at >= OLD.last_confirmed_at THEN 'EXTENDED'
    WHEN ${sameKey} AND OLD.data_source = 'LIVE' AND NEW.data_source = 'ARCHIVE'
         THEN IF(${sameValues} AND OLD.last_confirmed_at <=> NEW.last_confirmed_at, 'CONFIRMED', 'REPLACED')
    ELSE 'CHANGED' END`;
}

/** The changes recorded since the last call. */
export async function takeAudit(dataSource: DataSource): Promise<AuditedChange[]> {
  const changes = await dataSource.query<AuditedChange[]>(
    `SELECT table_name AS tableName, kind, ride_id AS rideId, recorded_at AS recordedAt, source_before AS sourceBefore
       FROM observation_audit ORDER BY audit_id`,
  );
  await dataSource.query('DELETE FROM observation_audit');
  return changes;
}
