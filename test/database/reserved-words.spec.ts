import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const FOLDER = 'test/database/reserved-words';

/** The words of every supported server; each list gives its source in its first lines. */
const LISTS = readdirSync(FOLDER).map((file) => {
  const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
  return { server: file.replace('.txt', ''), words: new Set(lines.filter((line) => !line.startsWith('#'))) };
});

describe('the names of the migrated schema', () => {
  let open: OpenDatabase;

  beforeAll(async () => {
    open = await openMigratedDatabase('reserved_words');
  });
  afterAll(() => open.close());

  const namesOf = async (column: string, view: string): Promise<string[]> => {
    const rows = await open.dataSource.query<{ name: string }[]>(
      `SELECT DISTINCT ${column} AS name FROM information_schema.${view} WHERE TABLE_SCHEMA = DATABASE()`,
    );
    return rows.map(({ name }) => name);
  };

  it.each(LISTS)('are no reserved words of $server, so statements need no quotes', async ({ words }) => {
    const names = [
      ...(await namesOf('TABLE_NAME', 'TABLES')),
      ...(await namesOf('COLUMN_NAME', 'COLUMNS')),
      ...(await namesOf('INDEX_NAME', 'STATISTICS')).filter((name) => name !== 'PRIMARY'),
      ...(await namesOf('PARTITION_NAME', 'PARTITIONS')).filter((name) => name !== null),
    ];
    expect(names.length).toBeGreaterThan(400);
    expect(names.filter((name) => words.has(name.toUpperCase()))).toEqual([]);
    expect(words.size).toBeGreaterThan(200);
  });
});
