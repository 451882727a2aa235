import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const PREFIX = 'parkdb-test-';
const DIST = new URL('../../dist/common/database/embedded/', import.meta.url);

/** Fast rather than durable: the data of a test server is discarded. */
const FAST = ['--innodb-flush-log-at-trx-commit=2', '--innodb-log-file-size=32M', '--max-connections=400'];

/** Linux's in-memory folder: migrating a schema takes a fifth of the time that it takes on a disk. */
const MEMORY = '/dev/shm';
const MEMORY_WANTED_BYTES = 4 * 1024 ** 3;

/** One private server for the whole run, in a new folder whose `runner.pid` names its owner. */
export async function startTestServer() {
  const { holdEmbeddedDatabase } = await importBuilt('embedded-database.js');
  await removeAbandoned(holdEmbeddedDatabase);
  const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), PREFIX));
  writeFileSync(join(folder, 'runner.pid'), String(process.pid));
  const database = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb: 128, extraServerOptions: FAST });
  return {
    socketPath: database.socketPath,
    async stop() {
      await database.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A folder for the temporary files of the run. That of a killed run is removed by the next one. */
export function temporaryFolderOfRun() {
  const path = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), PREFIX));
  writeFileSync(join(path, 'runner.pid'), String(process.pid));
  chmodSync(path, 0o1777); // like /tmp: tests run programs as another user
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function hasRoom(folder) {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(bavail * bsize, freemem()) > MEMORY_WANTED_BYTES;
}

export async function importBuilt(file) {
  const url = new URL(file, DIST);
  if (!existsSync(url))
    throw new Error('The program is not built: run "npm test" (it builds first), or "npm run build".');
  return import(url.href);
}

/** A killed run leaves its server running: holding and releasing it stops it. */
async function removeAbandoned(holdEmbeddedDatabase) {
  const folders = [tmpdir(), MEMORY]
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
  for (const folder of folders) {
    if (!basename(folder).startsWith(PREFIX) || statSync(folder).uid !== process.getuid?.() || !isAbandoned(folder))
      continue;
    if (existsSync(join(folder, 'mariadb', 'mariadbd.pid'))) {
      const database = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb: 128, extraServerOptions: FAST });
      await database.release();
    }
    // A program of that run may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** False also for a folder without an owner: another run has just made it and not yet written its number. */
function isAbandoned(folder) {
  const file = join(folder, 'runner.pid');
  const owner = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : NaN;
  if (Number.isNaN(owner)) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code !== 'EPERM';
  }
}
