import type { DataSource } from 'typeorm';
import { isTableMissing } from '../../common/database/database-errors.js';
import { refusesWrites } from '../../common/database/server-check/server-facts.js';

/**
 * Succeeds if the database serves requests. Reads a table: a node of a cluster that is cut off from the others still answers a
 * SELECT without one. A schema without migrations is reported by another part.
 */
export async function pingDatabase(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.query('SELECT 1 FROM schema_migrations LIMIT 1');
  } catch (error) {
    if (!isTableMissing(error)) throw error;
  }
}

/** A replica, or a member of a group that is cut off: what it reads may be old, and nothing can be stored. */
export async function isReadOnly(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ readOnly: unknown }[]>('SELECT @@GLOBAL.read_only AS readOnly');
  if (['0', 'OFF'].includes(String(row!.readOnly))) return false;
  return refusesWrites(dataSource);
}
