import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'parkdb-test-';
const DIST = new URL('../../dist/common/database/embedded/', import.meta.url);

/** Fast rather than durable: a test server's data is thrown away. */
const FAST = ['--innodb-flush-log-at-trx-commit=2', '--innodb-log-file-size=32M', '--max-connections=400'];

/** One private server for the whole run, in a fresh folder whose `runner.pid` says whose it is. */
export async function startTestServer() {
  const { holdEmbeddedDatabase } = await importBuilt('embedded-database.js');
  await removeAbandoned(holdEmbeddedDatabase);
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
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

async function importBuilt(file) {
  const url = new URL(file, DIST);
  if (!existsSync(url))
    throw new Error('The program is not built: run "npm test" (it builds first), or "npm run build".');
  return import(url.href);
}

/** A killed run leaves its server behind: holding and releasing it as the last one stops it. */
async function removeAbandoned(holdEmbeddedDatabase) {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || statSync(folder).uid !== process.getuid?.() || ownerIsAlive(folder)) continue;
    if (existsSync(join(folder, 'mariadb', 'mariadbd.pid'))) {
      const database = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb: 128, extraServerOptions: FAST });
      await database.release();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownerIsAlive(folder) {
  try {
    process.kill(Number.parseInt(readFileSync(join(folder, 'runner.pid'), 'utf8'), 10), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
