import type { DataSource } from 'typeorm';
import { isTableMissing } from '../../common/database/database-errors.js';

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
