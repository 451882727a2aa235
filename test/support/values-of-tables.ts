import { createHash } from 'node:crypto';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { canonicalJson } from '../../src/common/reading/canonical-json.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

/** Internal ids depend on the order of writes; these columns are compared by the ids of the archive. */
const IDS: Readonly<Record<string, 'rides' | 'parks' | 'destinations'>> = {
  ride_id: 'rides',
  park_id: 'parks',
  destination_id: 'destinations',
};
const KEYS = { rides: 'ride_id', parks: 'park_id', destinations: 'destination_id' } as const;
/** When something was processed, and ids without a meaning. */
const PROCESSING =
  /^(?:.*_id|token|lock_version|(?:created|updated|computed|invalidated|changed|stored|started|finished|done|measured|resolved|examined|first_seen|last_seen)_at|fingerprint|content_hash|import_id|sample)$/;

/** Random, and part of some notes. */
const IMPORT_ID = /\bimp_[0-9a-f]+/g;

/**
 * Number of rows and SHA-256 of the values of each table, whatever order and form the server stores them in: the same after
 * the same work on any server.
 */
export async function valuesOfTables(
  target: ConnectionTarget,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const session = await createConnection({ ...target, dateStrings: true, jsonStrings: true, supportBigNumbers: true });
  const rowsOf = async (sql: string) => (await session.query<RowDataPacket[]>(sql))[0];
  try {
    await session.query(`SET SESSION time_zone = '+00:00'`);
    const outside = new Map<string, string>();
    for (const [table, key] of Object.entries(KEYS)) {
      for (const row of await rowsOf(`SELECT ${key} AS id, themeparks_wiki_id AS uuid, name FROM ${table}`)) {
        outside.set(`${table}/${String(row.id)}`, String(row.uuid ?? row.name));
      }
    }
    const valueOf = (column: string, value: unknown): unknown => {
      const table = IDS[column];
      if (table !== undefined) return outside.get(`${table}/${String(value)}`) ?? null;
      // Servers order the members of JSON objects in their own ways.
      if (typeof value === 'string' && /^[[{]/.test(value)) return canonicalJson(JSON.parse(value));
      if (typeof value === 'string') return value.replace(IMPORT_ID, 'imp_*');
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : value;
    };
    const values: Record<string, string> = {};
    for (const table of tables) {
      const lines = (await rowsOf(`SELECT * FROM ${table}`)).map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([column]) => column in IDS || !PROCESSING.test(column))
            .map(([column, value]) => [column, valueOf(column, value)]),
        ),
      );
      const hash = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
      values[table] = `${lines.length} ${hash}`;
    }
    return values;
  } finally {
    await session.end();
  }
}
