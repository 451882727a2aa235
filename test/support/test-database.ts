import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import './query-hook.js';
import { parseDatabaseUrl } from '../../src/common/database/connection-options.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

export interface TestDatabase {
  name: string;
  connectionOptions: ConnectionTarget;
  drop(): Promise<void>;
}

/**
 * A separate schema for one test file, on the server of the run (or of TEST_DATABASE_URL). Its name contains `label` and a random
 * suffix, which separates files and runs.
 */
export async function createTestDatabase(label = 'test', url = process.env.TEST_DATABASE_URL): Promise<TestDatabase> {
  const name = `${schemaPrefix(url)}${label.replace(/\W/g, '_').slice(0, 24)}_${randomBytes(5).toString('hex')}`;
  const server = testServer(url);
  const connectionOptions = { ...server, database: name };
  await onServer(server, `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
  return { name, connectionOptions, drop: () => onServer(server, `DROP DATABASE IF EXISTS \`${name}\``) };
}

/**
 * On a server of TEST_DATABASE_URL, all names begin with the schema of the URL, so that a user with rights on those names alone
 * is enough, and with the id of the run, by which its end finds what is left (global-teardown.mjs).
 */
function schemaPrefix(url: string | undefined): string {
  return url === undefined ? '' : `${parseDatabaseUrl(url).database.slice(0, 20)}_${process.env.TEST_RUN_ID}_`;
}

/** Whether this is the server that has the schemas of the run. */
export function isOnTestServer({ socketPath, host, port }: ConnectionTarget): boolean {
  const { TEST_DATABASE_URL: url, TEST_DATABASE_SOCKET: ofRun } = process.env;
  if (!url) return socketPath !== undefined && socketPath === ofRun;
  const server = testServer(url);
  return socketPath === server.socketPath && host === server.host && port === server.port;
}

type Server = Omit<ConnectionTarget, 'database'>;

function testServer(url: string | undefined): Server {
  const { TEST_DATABASE_SOCKET: socketPath } = process.env;
  if (url) {
    const { database: _, ...server } = parseDatabaseUrl(url);
    return server;
  }
  if (!socketPath) throw new Error('There is no test server: run the tests with "npm test".');
  return { socketPath, user: 'root' };
}

async function onServer(server: Server, statement: string): Promise<void> {
  const connection = await createConnection({ ...server });
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
