/** The yardstick: the same rows, made before, loaded by LOAD DATA LOCAL INFILE into the same tables. */
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

const TABLES = ['ride_status_snapshots', 'queue_data'];
/** The ride ids of one imported destination, to be loaded under ids that no ride has. */
const ID_OFFSET = 1_000_000;
let loads = 0;

const connect = ({ socketPath, user, database }, extra = {}) =>
  createConnection({ socketPath, user, database, timezone: 'Z', dateStrings: true, ...extra });

async function dumpDestination(database, table, file) {
  const connection = await connect(database);
  const [rides] = await connection.query(
    `SELECT r.ride_id FROM rides r JOIN parks p USING (park_id)
      WHERE p.destination_id = (SELECT MAX(destination_id) FROM destinations)`,
  );
  const [rows] = await connection.query({
    sql: `SELECT * FROM ${table} WHERE ride_id IN (?) AND recorded_at >= '2023-01-01' ORDER BY ride_id, recorded_at`,
    values: [rides.map(({ ride_id: id }) => id)],
    rowsAsArray: true,
  });
  const out = createWriteStream(file);
  loads += 1;
  for (const [rideId, ...rest] of rows) {
    const cells = [rideId + ID_OFFSET * loads, ...rest].map((cell) => (cell === null ? '\\N' : cell));
    if (!out.write(`${cells.join('\t')}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
  await connection.end();
  return rows.length;
}

/** Rows loaded and the seconds it took, for both tables one after the other. */
export async function loadDataSeconds(database, folder) {
  let [rows, seconds] = [0, 0];
  for (const table of TABLES) {
    const file = join(folder, `${table}.tsv`);
    rows += await dumpDestination(database, table, file);
    const connection = await connect(database, {
      flags: ['+LOCAL_FILES'],
      infileStreamFactory: () => createReadStream(file),
    });
    const startedMs = performance.now();
    await connection.query(`LOAD DATA LOCAL INFILE '${file}' INTO TABLE ${table}`);
    seconds += (performance.now() - startedMs) / 1000;
    await connection.end();
    rmSync(file);
  }
  return { rows, seconds };
}

/**
 * File size of the snapshots' partitions that hold rows, per row. Each file keeps some 10 MB in reserve for its growth,
 * whatever it holds, so the figure falls with the rows of a month.
 */
export async function snapshotBytes(database) {
  const connection = await connect(database);
  const [[{ rows }]] = await connection.query('SELECT COUNT(*) AS `rows` FROM ride_status_snapshots');
  const [[{ bytes, months }]] = await connection.query(
    `SELECT SUM(FILE_SIZE) AS bytes, COUNT(*) AS months FROM information_schema.INNODB_SYS_TABLESPACES
      WHERE NAME LIKE ? AND FILE_SIZE > 1048576`,
    [`${database.database}/ride_status_snapshots#%`],
  );
  await connection.end();
  return { perRow: Number(bytes) / Number(rows), rowsPerMonth: Number(rows) / Number(months) };
}
