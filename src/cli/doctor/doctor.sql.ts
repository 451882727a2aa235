import type { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { ParkTimeZoneRules } from '../../modules/statistics/entities/park-stats.entity.js';
import type { StoredZoneRules } from './installation-checks.js';

/** Bytes of all tables and indexes of the schema, as the server estimates them. */
export async function selectDataBytes(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ bytes: string | null }[]>(
    `SELECT SUM(DATA_LENGTH + INDEX_LENGTH) AS bytes FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
  );
  return Number(row!.bytes ?? 0);
}

/** The releases of the time zone rules that the stored days follow. */
export async function selectZoneRules(dataSource: DataSource): Promise<StoredZoneRules[]> {
  const { rulesVersion } = columnsOf(ParkTimeZoneRules);
  const rows = await dataSource.query<{ rulesVersion: string; parks: string }[]>(
    `SELECT ${rulesVersion} AS rulesVersion, COUNT(*) AS parks FROM ${tableOf(ParkTimeZoneRules)}
      GROUP BY ${rulesVersion} ORDER BY ${rulesVersion}`,
  );
  return rows.map((row) => ({ rulesVersion: row.rulesVersion, parks: Number(row.parks) }));
}
