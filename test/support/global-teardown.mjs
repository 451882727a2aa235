import { createConnection } from 'mysql2/promise';

/** Also runs after failed tests. */
export default async function teardown() {
  const { TEST_DATABASE_URL: url, TEST_RUN_ID: runId } = process.env;
  if (url) await dropSchemas(url, runId);
  await globalThis.stopTestServer?.();
  globalThis.removeFolderOfRun?.();
}

/** A server of its own keeps nothing of the run, even if a worker was killed before it could drop its schemas. */
async function dropSchemas(url, runId) {
  const { importBuilt } = await import('./private-server.mjs');
  const { parseDatabaseUrl } = await importBuilt('../connection-options.js');
  const { database, ...server } = parseDatabaseUrl(url);
  const connection = await createConnection(server);
  try {
    const [rows] = await connection.query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
    const left = rows.map(({ name }) => name).filter((name) => name.startsWith(`${database.slice(0, 20)}_${runId}_`));
    for (const name of left) await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
  } finally {
    await connection.end();
  }
}
