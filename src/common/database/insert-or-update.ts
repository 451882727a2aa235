import type { ObjectLiteral, QueryDeepPartialEntity, Repository } from 'typeorm';

/**
 * Inserts rows, and sets the columns of `updated` in those whose key is there already, in a single statement: on MySQL,
 * Repository.upsert() needs a second one for tables with default values, to read these back.
 */
export async function insertOrUpdate<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  values: QueryDeepPartialEntity<Row>[],
  updated: readonly (keyof Row & string)[],
): Promise<void> {
  const columns = updated.map((property) => rows.metadata.findColumnWithPropertyName(property)!.databaseName);
  await rows.createQueryBuilder().insert().values(values).orUpdate(columns).updateEntity(false).execute();
}
