import { createHash } from 'node:crypto';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { canonicalJson } from '../../src/common/reading/canonical-json.js';

/** Written by each server for itself. */
const OWN = 'schema_migrations';

/**
 * Number of rows and SHA-256 of all columns of every table, internal ids included: equal after a move to another server. JSON
 * is compared by its value, because servers order its members in their own ways.
 */
export async function wholeTables(target: ConnectionTarget): Promise<Record<string, string>> {
  const session = await createConnection({ ...target, dateStrings: true, jsonStrings: true, supportBigNumbers: true });
  const rowsOf = async (sql: string) => (await session.query<RowDataPacket[]>(sql))[0];
  try {
    await session.query(`SET SESSION time_zone = '+00:00'`);
    const tables = await rowsOf(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME <> '${OWN}' ORDER BY TABLE_NAME`,
    );
    const values: Record<string, string> = {};
    for (const { name } of tables as { name: string }[]) {
      const lines = (await rowsOf(`SELECT * FROM ${name}`)).map((row) =>
        JSON.stringify(Object.entries(row).map(valueOf)),
      );
      values[name] = `${lines.length} ${createHash('sha256').update(lines.sort().join('\n')).digest('hex')}`;
    }
    return values;
  } finally {
    await session.end();
  }
}

function valueOf([column, value]: [string, unknown]): unknown[] {
  if (Buffer.isBuffer(value)) return [column, value.toString('hex')];
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return [column, value];
  return [column, canonicalJson(JSON.parse(value))];
}
