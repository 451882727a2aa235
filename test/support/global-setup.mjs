import { randomBytes } from 'node:crypto';
import { startTestServer } from './private-server.mjs';

/**
 * Workers find the server by TEST_DATABASE_SOCKET. With TEST_DATABASE_URL they use that server, and none is started. The names
 * of the schemas of a run contain TEST_RUN_ID, by which the teardown finds those that a killed worker has left behind.
 */
export default async function setup() {
  process.env.TEST_RUN_ID ??= randomBytes(3).toString('hex');
  if (process.env.TEST_DATABASE_URL) return;
  const server = await startTestServer();
  process.env.TEST_DATABASE_SOCKET = server.socketPath;
  globalThis.stopTestServer = server.stop;
}
