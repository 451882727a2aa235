import { createHash } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { canonicalJson } from '../../src/common/reading/canonical-json.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

const RIDE = 'JOIN rides r ON r.ride_id = t.ride_id';
const PARK = 'JOIN parks p ON p.park_id = t.park_id';

/**
 * The part of two databases that must be equal after the same imports, row by row: everything but internal ids, which depend on
 * the order of events, and processing times.
 */
const TABLES: Readonly<Record<string, string>> = {
  ride_status_snapshots: `SELECT r.themeparks_wiki_id, t.recorded_at, t.status, t.wait_time, t.last_confirmed_at,
      t.last_updated_api, t.data_source FROM ride_status_snapshots t ${RIDE}`,
  queue_data: `SELECT r.themeparks_wiki_id, t.recorded_at, t.queue_type, t.wait_time_minutes, t.state, t.return_start,
      t.return_end, t.price_minor, t.price_currency, t.boarding_group_status, t.group_start, t.group_end,
      t.next_allocation_at, t.estimated_wait_minutes, t.last_confirmed_at, t.data_source
      FROM queue_data t ${RIDE}`,
  imported_show_times: `SELECT r.themeparks_wiki_id, t.observed_from, t.last_confirmed_at, t.data_source, t.show_times
      FROM imported_show_times t ${RIDE}`,
  ride_current: `SELECT r.themeparks_wiki_id, t.recorded_at, t.status, t.wait_time, t.last_confirmed_at,
      t.last_updated_api, t.data_source FROM ride_current t ${RIDE}`,
  invalidated_park_days: `SELECT p.themeparks_wiki_id, t.local_date, t.reason FROM invalidated_park_days t ${PARK}`,
  ride_names: `SELECT r.themeparks_wiki_id, t.name, t.first_seen_at, t.last_seen_at FROM ride_names t ${RIDE}`,
  rides: `SELECT t.themeparks_wiki_id, p.themeparks_wiki_id, t.name, t.normalized_name, t.entity_type, t.first_seen_at,
      t.last_seen_at FROM rides t ${PARK}`,
  parks: `SELECT p.themeparks_wiki_id, d.themeparks_wiki_id, p.name, p.slug, p.timezone, p.first_seen_at, p.last_seen_at
      FROM parks p JOIN destinations d ON d.destination_id = p.destination_id`,
  id_mappings: `SELECT t.themeparks_wiki_id, r.themeparks_wiki_id, t.method, t.score, t.reason, t.archive_name,
      t.matched_name FROM id_mappings t ${RIDE}`,
};

export const CHECKSUMMED_TABLES = Object.keys(TABLES);

/** The rows of a table that are compared. */
export type Checksums = Record<string, { rows: number; sha256: string }>;

/** Number of rows and SHA-256 of all sorted rows, per table, without those of rides, parks and destinations with the given UUIDs. */
export async function tableChecksums(
  connection: ConnectionTarget,
  names = CHECKSUMMED_TABLES,
  without: ReadonlySet<string> = new Set(),
): Promise<Checksums> {
  const session = await createConnection({ ...connection, dateStrings: true, jsonStrings: true, rowsAsArray: true });
  try {
    await session.query(`SET SESSION time_zone = '+00:00'`);
    const totals: Checksums = {};
    for (const name of names) {
      const [rows] = await session.query<unknown[][] & never[]>(TABLES[name]!);
      // Sorted here: a key may be NULL in several rows, and servers sort text in their own ways.
      const kept = rows.filter((row) => !row.slice(0, 2).some((uuid) => without.has(String(uuid))));
      const lines = kept.map((row) => `${JSON.stringify(row.map(valueOf))}\n`).sort();
      totals[name] = { rows: lines.length, sha256: createHash('sha256').update(lines.join('')).digest('hex') };
    }
    return totals;
  } finally {
    await session.end();
  }
}

/** JSON by value: MySQL stores the members of an object in its own order, MariaDB stores the text. */
function valueOf(column: unknown): unknown {
  return typeof column === 'string' && /^[[{]/.test(column) ? canonicalJson(JSON.parse(column)) : column;
}

const WHOLE_TABLES = [
  'ride_status_snapshots',
  'queue_data',
  'imported_show_times',
  'ride_current',
  'invalidated_park_days',
  'rides',
  'ride_names',
];

/** The server's checksums of all columns, including write times, so any write changes them. */
export async function everyByteChecksums(connection: ConnectionTarget): Promise<Record<string, number>> {
  const session = await createConnection(connection);
  try {
    const [rows] = await session.query(`CHECKSUM TABLE ${WHOLE_TABLES.join(', ')}`);
    return Object.fromEntries(
      (rows as { Table: string; Checksum: number }[]).map(({ Table, Checksum }) => [Table.split('.')[1]!, Checksum]),
    );
  } finally {
    await session.end();
  }
}

/** The outcome of each file of an import, without times. */
export async function importFilesOf(connection: ConnectionTarget, importId: string): Promise<unknown[]> {
  const session = await createConnection({ ...connection, dateStrings: true });
  try {
    const [rows] = await session.query(
      `SELECT object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected, queue_rows_stored, defect, issues
         FROM import_files WHERE import_id = ? ORDER BY object_key`,
      [importId],
    );
    return rows as unknown[];
  } finally {
    await session.end();
  }
}
