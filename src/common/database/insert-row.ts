import type { ObjectLiteral, Repository } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

/**
 * Inserts a row in a single statement, and returns the id that the server generated: `Repository.insert` needs a second
 * statement for tables with default values, to read these back.
 */
export async function insertRow<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  row: QueryDeepPartialEntity<Row>,
): Promise<number> {
  const inserted = await rows.createQueryBuilder().insert().values(row).updateEntity(false).execute();
  return (inserted.raw as { insertId: number }).insertId;
}
