import type { ObjectLiteral, QueryDeepPartialEntity, Repository } from 'typeorm';

/**
 * Inserts rows, and sets the columns of `updated` in those whose key is there already. Unlike Repository.upsert(), it reads no
 * row back: on MySQL that is one SELECT for each row of a table whose columns have default values.
 */
export async function insertOrUpdate<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  values: QueryDeepPartialEntity<Row>[],
  updated: readonly (keyof Row & string)[],
): Promise<void> {
  const columns = updated.map((property) => rows.metadata.findColumnWithPropertyName(property)!.databaseName);
  await rows.createQueryBuilder().insert().values(values).orUpdate(columns).updateEntity(false).execute();
}
