import { createConnection, format, type RowDataPacket } from 'mysql2/promise';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { SeededRandom } from '../../src/tools/archive-generator/seeded-random.js';

interface Column {
  table: string;
  name: string;
  type: string;
  isNullable: boolean;
  maxLength: number | null;
  columnType: string;
}

const NASTY_TEXTS = [
  '',
  "O'Hare",
  'back\\slash',
  'tab\there',
  'line\nfeed',
  '\\N',
  'Ōsaka 🎢',
  '\\t\\',
  'VALUES (x)',
  '\r\n"',
];
const INSTANTS = [
  '2024-06-30 23:59:59.999',
  '2024-07-01 00:00:00.000',
  '2024-08-15 12:34:56.789',
  '2010-01-01 00:00:00.000',
];

/** Fills every table of a schema with rows of any valid values, as far as unique keys allow. References are ignored. */
export async function insertRandomRows(target: ConnectionTarget, rowsPerTable: number, seed: number): Promise<void> {
  const connection = await createConnection({ ...target, charset: 'utf8mb4' });
  const random = SeededRandom.fromWords(seed, 1);
  try {
    await connection.query(`SET SESSION foreign_key_checks = 0, time_zone = '+00:00'`);
    for (const [table, columns] of await tablesOf(target)) {
      for (let row = 0; row < rowsPerTable; row++) {
        const values = columns.map((column) => valueOf(column, random, row));
        await connection.query(
          format('INSERT IGNORE INTO ?? (??) VALUES (?)', [table, columns.map(({ name }) => name), values]),
        );
      }
    }
  } finally {
    await connection.end();
  }
}

async function tablesOf(target: ConnectionTarget): Promise<Map<string, Column[]>> {
  const connection = await createConnection({ ...target });
  const [rows] = await connection.query<(RowDataPacket & Column)[]>(
    `SELECT c.TABLE_NAME AS \`table\`, c.COLUMN_NAME AS name, LOWER(c.DATA_TYPE) AS type, c.IS_NULLABLE = 'YES' AS isNullable,
            c.CHARACTER_MAXIMUM_LENGTH AS maxLength, c.COLUMN_TYPE AS columnType
       FROM information_schema.COLUMNS c
       JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
      WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' AND c.TABLE_NAME <> 'schema_migrations'
      ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
  );
  await connection.end();
  const tables = new Map<string, Column[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return tables;
}

function valueOf(column: Column, random: SeededRandom, row: number): string | number | Buffer | null {
  if (Boolean(column.isNullable) && random.next() < 0.3) return null;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)]!;
  const { type, maxLength, columnType } = column;
  if (type === 'json' || (type === 'longtext' && maxLength! > 1e9))
    return JSON.stringify({ text: pick(NASTY_TEXTS), row });
  if (type === 'enum') return pick([...columnType.matchAll(/'([^']*)'/g)].map(([, word]) => word!));
  if (type.includes('char') || type.includes('text')) return pick(NASTY_TEXTS).slice(0, maxLength ?? 1);
  if (type.includes('binary') || type.includes('blob')) {
    const length = type === 'binary' ? maxLength! : Math.floor(random.next() * maxLength!);
    return Buffer.from(Array.from({ length }, () => Math.floor(random.next() * 256)));
  }
  if (type === 'date') return pick(INSTANTS).slice(0, 10);
  if (type === 'datetime' || type === 'timestamp') return pick(INSTANTS);
  if (type === 'double') return pick([0.1, 1 / 3, -2.5e-7, 123_456_789.123]);
  if (type === 'decimal') return pick([0, 1, 0.5]);
  return type === 'tinyint' ? pick([0, 1, 100]) : Math.floor(random.next() * 30_000) + row;
}
