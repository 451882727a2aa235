import { startTestServer } from './private-server.mjs';

/** Workers find the server by TEST_DATABASE_SOCKET. With TEST_DATABASE_URL they use that server, and none is started. */
export default async function setup() {
  if (process.env.TEST_DATABASE_URL) return;
  const server = await startTestServer();
  process.env.TEST_DATABASE_SOCKET = server.socketPath;
  globalThis.stopTestServer = server.stop;
}
