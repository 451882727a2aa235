import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';

/** Bytes of one packet of the protocol, far below its limit of 16 MB. */
const PACKET_BYTES = 128 * 1024;

/** Rows that a statement of this process sends, by the name in the statement. */
const offered = new Map<string, Uint8Array>();
let lastName = 0;

export interface LoadedRows {
  /** Rows that the statement stored. */
  stored: number;
  /** What the server changed or skipped: with LOCAL, it reports duplicate keys and invalid values as warnings. */
  warnings: number;
}

export interface LoadedTable {
  table: string;
  columns: readonly string[];
  /** Of these columns, those whose bytes are written in hexadecimal. */
  hexColumns?: readonly string[];
  /** Of the texts. */
  characterSet?: 'latin1' | 'utf8mb4';
}

/**
 * `LOAD DATA LOCAL INFILE` of rows in memory: fields separated by tabs, rows by line feeds, `\\N` for NULL. Faster than INSERTs of the
 * same rows, but the server must allow it (ServerDialect.canLoadLocalData). The caller must check what was stored. The rows are complete
 * before the statement begins: of a stream that fails, the server keeps the first part (findings/mysql2-load-data-of-a-failing-stream.sh).
 */
export async function loadLocalData(
  manager: EntityManager,
  { table, columns, hexColumns = [], characterSet = 'latin1' }: LoadedTable,
  rows: Uint8Array,
): Promise<LoadedRows> {
  const fields = columns.map((column) => (hexColumns.includes(column) ? `@hex_${columns.indexOf(column)}` : column));
  const bytes = hexColumns.map((column) => `${column} = UNHEX(@hex_${columns.indexOf(column)})`);
  const name = `rows-${++lastName}`;
  offered.set(name, rows);
  try {
    const { affectedRows, warningStatus } = await manager.query<{ affectedRows: number; warningStatus: number }>(
      `LOAD DATA LOCAL INFILE '${name}' INTO TABLE ${table} CHARACTER SET ${characterSet} (${fields.join(', ')})` +
        (bytes.length === 0 ? '' : ` SET ${bytes.join(', ')}`),
    );
    return { stored: affectedRows, warnings: warningStatus };
  } finally {
    offered.delete(name);
  }
}

/** For the driver: the rows of a statement of this process. A server that asks for anything else, such as a file, gets nothing. */
export function openLocalData(name: string): Readable {
  const rows = offered.get(name);
  if (rows === undefined) {
    return new Readable({
      read() {
        this.destroy(new Error('The server asked for data that no statement has offered'));
      },
    });
  }
  return Readable.from(packetsOf(rows), { objectMode: false });
}

function* packetsOf({ buffer, byteOffset, byteLength }: Uint8Array): Generator<Buffer> {
  for (let start = 0; start < byteLength; start += PACKET_BYTES) {
    yield Buffer.from(buffer, byteOffset + start, Math.min(PACKET_BYTES, byteLength - start));
  }
}
