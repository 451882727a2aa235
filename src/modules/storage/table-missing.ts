import { DomainError } from '../../common/domain-error.js';

const NO_SUCH_TABLE = 1146;

/** A table of the schema is missing: migrations were not run, or the table was dropped. */
export class TableMissingError extends DomainError {
  constructor(table: string) {
    super(
      'DATABASE_UNAVAILABLE',
      `The table ${table} is missing; npm run migration:status lists the migrations that are not applied`,
      {
        table,
      },
    );
  }
}

/** The result of a query. @throws TableMissingError in place of the server's error */
export async function namingMissingTable<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    throw (error as { errno?: number }).errno === NO_SUCH_TABLE ? new TableMissingError(tableOf(error)) : error;
  }
}

/** "Table 'schema.name' doesn't exist" */
function tableOf(error: unknown): string {
  return /'[^'.]*\.([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'of the schema';
}
