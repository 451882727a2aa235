import { VIEWS } from '../../src/migrations/1764400000330-create-views.js';
import { applySchemaText, schemaText } from '../support/schema-copy.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';

/** All that `schemaText` would have to know besides tables. */
const OTHER_OBJECTS = `
  SELECT 'view' AS kind, TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()
   UNION ALL SELECT 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
   UNION ALL SELECT 'routine', ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
   UNION ALL SELECT 'event', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()`;
const DEFAULTS = `SELECT DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation
                    FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()`;

describe('the copied schemas of the tests', () => {
  const opened: OpenDatabase[] = [];
  const keep = (open: OpenDatabase): OpenDatabase => {
    opened.push(open);
    return open;
  };
  /** MySQL adds the character set to a column whose collation was given, so the text of a copy is longer. */
  const text = async ({ database }: OpenDatabase) =>
    (await schemaText(database.connectionOptions)).replaceAll(
      'CHARACTER SET utf8mb4 COLLATE utf8mb4_',
      'COLLATE utf8mb4_',
    );

  afterAll(() => Promise.all(opened.map((open) => open.close())));

  it('equal the one that the migrations make: tables, indexes, partitions, rows', async () => {
    const migrated = keep(await openEmptyDatabase('schema_migrated'));
    await migrated.dataSource.runMigrations();
    const copy = keep(await openEmptyDatabase('schema_copy'));
    await applySchemaText(copy.database.connectionOptions, await schemaText(migrated.database.connectionOptions));
    expect(await text(copy)).toBe(await text(migrated));
    // Whether the first schema of the run or a copy of it, as every other test gets it.
    expect(await text(keep(await openMigratedDatabase('schema_of_run')))).toBe(await text(migrated));
    expect(await copy.dataSource.showMigrations()).toBe(false);
    const defaults = await migrated.dataSource.query<unknown[]>(DEFAULTS);
    expect(await copy.dataSource.query(DEFAULTS)).toEqual(defaults);
  });

  it('need no triggers, routines, events and other views, because the migrations make none', async () => {
    const migrated = keep(await openEmptyDatabase('schema_objects'));
    await migrated.dataSource.runMigrations();
    const found = await migrated.dataSource.query<{ kind: string; name: string }[]>(OTHER_OBJECTS);
    expect(found.filter(({ kind, name }) => kind !== 'view' || !(name in VIEWS))).toEqual([]);
  });

  it('keep rows as they are: instants, large numbers, quotes, bytes', async () => {
    const [from, to] = [keep(await openEmptyDatabase('rows_from')), keep(await openEmptyDatabase('rows_to'))];
    await from.dataSource.query(
      'CREATE TABLE samples (id BIGINT PRIMARY KEY, at DATETIME(3), words VARCHAR(80), bytes VARBINARY(8), nothing INT)',
    );
    await from.dataSource.query(
      `INSERT INTO samples VALUES (9007199254740993, '2026-03-29 02:30:00.125', 'it''s; "half" \\\\ 🎢', X'00FF27', NULL)`,
    );
    await applySchemaText(to.database.connectionOptions, await text(from));
    expect(await text(to)).toBe(await text(from));
    expect(await to.dataSource.query('SELECT * FROM samples')).toEqual(
      await from.dataSource.query('SELECT * FROM samples'),
    );
  });
});
