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
export async function createTestDatabase(label = 'test'): Promise<TestDatabase> {
  const name = `${label.replace(/\W/g, '_').slice(0, 40)}_${randomBytes(5).toString('hex')}`;
  const connectionOptions = { ...testServer(), database: name };
  await onServer(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
  return { name, connectionOptions, drop: () => onServer(`DROP DATABASE IF EXISTS \`${name}\``) };
}

function testServer(): Omit<ConnectionTarget, 'database'> {
  const { TEST_DATABASE_URL: url, TEST_DATABASE_SOCKET: socketPath } = process.env;
  if (url) {
    const { database: _, ...server } = parseDatabaseUrl(url);
    return server;
  }
  if (!socketPath) throw new Error('There is no test server: run the tests with "npm test".');
  return { socketPath, user: 'root' };
}

async function onServer(statement: string): Promise<void> {
  const connection = await createConnection({ ...testServer() });
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
