import { createConnection, format, type Connection, type RowDataPacket } from 'mysql2/promise';
import { createViewSql, VIEWS } from '../../src/migrations/1764400000330-create-views.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

/** The statements that make an empty schema equal to this one: its tables and their rows, in the words of the server, and its views. */
export function schemaText(from: ConnectionTarget): Promise<string> {
  return onConnection(from, async (connection) => {
    const statements = ['SET FOREIGN_KEY_CHECKS = 0'];
    for (const table of await tableNames(connection)) {
      const [[created]] = await connection.query<RowDataPacket[]>('SHOW CREATE TABLE ??', [table]);
      statements.push((created as { 'Create Table': string })['Create Table']);
      const [rows] = await connection.query<RowDataPacket[]>('SELECT * FROM ??', [table]);
      if (rows.length === 0) continue;
      const values = rows.map((row) => Object.values(row) as (string | number | Buffer | null)[]);
      statements.push(format('INSERT INTO ?? (??) VALUES ?', [table, Object.keys(rows[0]!), values]));
    }
    return [...statements, ...(await viewNames(connection)).map(createViewSql)].join(';\n');
  });
}

export async function applySchemaText(to: ConnectionTarget, text: string): Promise<void> {
  await onConnection(to, (connection) => connection.query(text));
}

export async function isEmptySchema(target: ConnectionTarget): Promise<boolean> {
  return (await onConnection(target, tableNames)).length === 0;
}

/** Those of the migrations, each after the views that it reads. */
async function viewNames(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()',
  );
  return Object.keys(VIEWS).filter((view) => rows.some(({ name }) => name === view));
}

async function tableNames(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`,
  );
  return rows.map(({ name }) => name as string);
}

/** Dates and large numbers stay text, so that they are written as they were read. */
async function onConnection<T>(target: ConnectionTarget, work: (connection: Connection) => Promise<T>): Promise<T> {
  const { ssl, ...address } = target;
  const connection = await createConnection({
    ...address,
    ...(ssl === undefined ? {} : { ssl }),
    charset: 'utf8mb4',
    multipleStatements: true,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
