/** A thread that makes months of rows and loads them, one after the other, as it is told. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import mysql from 'mysql2/promise';
import { monthText } from './month-rows.mjs';
import { worldOf } from './world.mjs';

const { size, socketPath, user, database, folder } = workerData;
const world = worldOf(size);

/** Beside the load of the month, the text is kept: DuckDB reads it too. */
async function makeMonth({ month, fromMs, toMs }) {
  const file = join(folder, `${month}.tsv`);
  const out = createWriteStream(file, { highWaterMark: 4 << 20 });
  let rows = 0;
  for (const ride of monthText(world, fromMs, toMs)) {
    rows += ride.rows;
    if (!out.write(ride.text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return { file, rows };
}

const connection = await mysql.createConnection({
  ...{ socketPath, user, database, timezone: 'Z', flags: ['+LOCAL_FILES'] },
  infileStreamFactory: (path) => createReadStream(path, { highWaterMark: 1 << 20 }),
});
await connection.query("SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0");

parentPort.on('message', async (task) => {
  if (task === null) {
    await connection.end();
    parentPort.close();
    return;
  }
  const { file, rows } = await makeMonth(task);
  const [{ affectedRows }] = await connection.query(
    `LOAD DATA LOCAL INFILE '${file}' INTO TABLE ride_status_snapshots
       (ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source)`,
  );
  if (affectedRows !== rows) throw new Error(`${task.month}: ${affectedRows} of ${rows} rows were loaded`);
  parentPort.postMessage({ rows });
});
parentPort.postMessage({ rows: 0 });
