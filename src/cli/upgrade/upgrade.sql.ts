import type { DataSource } from 'typeorm';
import type { TableSize } from './upgrade-plan.js';

/** The tables of the schema with their sizes, as the server estimates them. */
export async function selectTableSizes(dataSource: DataSource): Promise<TableSize[]> {
  const rows = await dataSource.query<{ name: string; tableRows: string | null; bytes: string | null }[]>(
    `SELECT TABLE_NAME AS name, TABLE_ROWS AS tableRows, DATA_LENGTH + INDEX_LENGTH AS bytes
       FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
  );
  return rows.map((row) => ({ name: row.name, rows: Number(row.tableRows ?? 0), bytes: Number(row.bytes ?? 0) }));
}
