import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTITIES } from '../../src/schema.js';
import { dataDictionary, undescribed } from '../../src/tools/schema-docs/data-dictionary.js';
import { describeTables, type DescribedTable } from '../../src/tools/schema-docs/described-tables.js';
import { readEntityComments } from '../../src/tools/schema-docs/entity-comments.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const ROOT = join(import.meta.dirname, '..', '..');
const tables = describeTables(ENTITIES, readEntityComments(join(ROOT, 'src', 'modules')));
let open: OpenDatabase;

beforeAll(async () => {
  open = await openMigratedDatabase('data_dictionary');
});
afterAll(() => open.close());

describe('the data dictionary', () => {
  it('gives every table, column and stored word a meaning, and every number a unit', () => {
    expect(undescribed(tables)).toEqual([]);
  });

  it('is current: otherwise run npm run docs:schema', () => {
    expect(readFileSync(join(ROOT, 'docs', 'data-dictionary.md'), 'utf8')).toBe(dataDictionary(tables));
  });

  it('lists the columns of the migrated schema, their nullability and primary keys', async () => {
    const columns = await open.dataSource.query<Record<'id' | 'nullable' | 'key', string>[]>(
      `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) AS id, IS_NULLABLE AS nullable, COLUMN_KEY AS \`key\`
         FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'schema_migrations' AND TABLE_NAME NOT LIKE 'v\\_%'`,
    );
    const inDatabase = columns.map(({ id, nullable, key }) => `${id} ${nullable === 'YES'} ${key === 'PRI'}`);
    const listed = tables.flatMap((table) =>
      table.columns.map(({ name, isNullable, isPrimary }) => `${table.name}.${name} ${isNullable} ${isPrimary}`),
    );
    expect(listed.sort()).toEqual(inDatabase.sort());
  });

  it('lists the foreign keys of the migrated schema', async () => {
    const keys = await open.dataSource.query<{ id: string }[]>(
      `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME, ' ', REFERENCED_TABLE_NAME) AS id
         FROM information_schema.KEY_COLUMN_USAGE
        WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL`,
    );
    const listed = tables.flatMap((table) =>
      table.columns.flatMap(({ name, refersTo }) => (refersTo === null ? [] : [`${table.name}.${name} ${refersTo}`])),
    );
    expect(listed.sort()).toEqual(keys.map(({ id }) => id).sort());
  });
});

describe('the check of the comments of entities', () => {
  const described: DescribedTable = {
    name: 'gates',
    module: 'gates',
    meaning: 'A gate.',
    columns: [
      {
        ...{ name: 'state', type: 'enum', isNullable: false, isPrimary: false, isGenerated: false, refersTo: null },
        ...{ unit: 'word', meaning: 'State.', enumWords: ['OPEN', 'SHUT'] },
        words: new Map([
          ['OPEN', 'guests pass'],
          ['SHUT', 'guests wait'],
        ]),
      },
    ],
    indexes: [],
  };
  const [state] = described.columns;

  it('accepts a table whose columns and words are described', () => {
    expect(undescribed([described])).toEqual([]);
  });

  it('names a column without meaning', () => {
    const columns = [{ ...state!, meaning: '' }];
    expect(undescribed([{ ...described, columns }])).toEqual(['gates.state: no meaning']);
  });

  it('names a word without meaning, and a word that the column cannot hold', () => {
    const columns = [{ ...state!, words: new Map([['OPEN', 'guests pass']]) }];
    expect(undescribed([{ ...described, columns }])).toEqual(['gates.state: no meaning of SHUT']);
    const extra = [{ ...state!, words: new Map([...state!.words, ['LOST', 'never']]) }];
    expect(undescribed([{ ...described, columns: extra }])).toEqual([
      'gates.state: describes LOST, which it cannot hold',
    ]);
  });

  it('names a number without unit, but no id', () => {
    const number = { ...state!, type: 'int unsigned', unit: '', enumWords: null, words: new Map<string, string>() };
    const columns = [
      { ...number, name: 'turnstiles' },
      { ...number, name: 'park_id' },
    ];
    expect(undescribed([{ ...described, columns }])).toEqual(['gates.turnstiles: no unit']);
  });

  it('reads meaning, unit and words from the comments of a class', () => {
    const folder = mkdtempSync(join(tmpdir(), 'entity-comments-'));
    const source = `
      /** A gate. */
      @Entity('gates')
      export class Gate {
        /**
         * How far it
         * is open.
         *
         * - \`WIDE\`: as far as
         *   it goes
         * - \`AJAR\`: a little
         * @unit percent
         */
        @Column({ type: 'int' })
        opening: number;
        @Column({ type: 'int' })
        bare: number;
      }`;
    writeFileSync(join(folder, 'gate.entity.ts'), source);
    const gate = readEntityComments(folder).get('Gate');
    rmSync(folder, { recursive: true });
    expect(gate).toMatchObject({ file: 'gate.entity.ts', comment: { text: 'A gate.', unit: null } });
    expect(gate?.properties.get('bare')).toEqual({ text: '', unit: null, words: new Map() });
    expect(gate?.properties.get('opening')).toEqual({
      text: 'How far it is open.',
      unit: 'percent',
      words: new Map([
        ['WIDE', 'as far as it goes'],
        ['AJAR', 'a little'],
      ]),
    });
  });
});
