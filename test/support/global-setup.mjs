import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { startTestServer, temporaryFolderOfRun } from './private-server.mjs';

/**
 * Workers find the server by TEST_DATABASE_SOCKET. With TEST_DATABASE_URL they use that server, and none is started. The names
 * of the schemas of a run contain TEST_RUN_ID, by which the teardown finds those that a killed worker has left behind.
 */
export default async function setup() {
  process.env.TEST_RUN_ID ??= randomBytes(3).toString('hex');
  if (!process.env.TEST_DATABASE_URL) {
    const server = await startTestServer();
    process.env.TEST_DATABASE_SOCKET = server.socketPath;
    globalThis.stopTestServer = server.stop;
  }
  useFolderOfRun();
}

/**
 * The tests make all temporary folders in TMPDIR, in memory if there is room: a private server starts there in a fraction of the
 * time that it takes on a disk. TEST_SCHEMA_FILE is where the first test that migrates a schema keeps a copy (migrated-schema.ts).
 * TEST_PACKAGE_FOLDER is kept for later runs, and on a disk, because code may not be loaded from some folders in memory.
 */
function useFolderOfRun() {
  const { TMPDIR: before } = process.env;
  process.env.TEST_PACKAGE_FOLDER ??= join(tmpdir(), `parkdb-packages-${userInfo().uid}`);
  const folder = temporaryFolderOfRun();
  process.env.TMPDIR = folder.path;
  process.env.TEST_SCHEMA_FILE = join(folder.path, 'schema.sql');
  globalThis.removeFolderOfRun = () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    folder.remove();
  };
}
