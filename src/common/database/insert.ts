import type { ObjectLiteral, QueryDeepPartialEntity, Repository } from 'typeorm';

/*
 * INSERTs in a single statement each: for tables with default values, `Repository.insert` and `Repository.upsert` need a
 * second one on MySQL, to read these back.
 */

/** Inserts a row, and returns the id that the server generated. */
export async function insertRow<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  row: QueryDeepPartialEntity<Row>,
): Promise<number> {
  const inserted = await rows.createQueryBuilder().insert().values(row).updateEntity(false).execute();
  return (inserted.raw as { insertId: number }).insertId;
}

/** Inserts rows, and sets the columns of `updated` in those whose key already exists. */
export async function insertOrUpdate<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  values: QueryDeepPartialEntity<Row>[],
  updated: readonly (keyof Row & string)[],
): Promise<void> {
  const columns = updated.map((property) => rows.metadata.findColumnWithPropertyName(property)!.databaseName);
  await rows.createQueryBuilder().insert().values(values).orUpdate(columns).updateEntity(false).execute();
}
