import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

export const EMBEDDED_DATABASE = 'themepark';
/** The account of the program. The root account is for owner connections, and for operators. */
export const EMBEDDED_USER = 'themepark';

const LIFECYCLE_LOCK = 'embedded_lifecycle';
const LOCK_TIMEOUT_SECONDS = 60;
const STRAGGLER_WAIT_MS = 2_000;
const POLL_MS = 20;
/** The longest that the server allows; by default it would drop an idle owner connection after eight hours. */
const IDLE_SECONDS = 31_536_000;

/** No server is listening, or it stopped during the request. */
const NOT_ANSWERING = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
]);

/**
 * A connection that keeps the server running while it is open; null if no server responds. It takes the lifecycle lock once:
 * after that, every process that wants to stop the server sees this connection, and the server is not already stopping.
 */
export async function openOwnerPipe(socketPath: string): Promise<Connection | null> {
  let connection: Connection | undefined;
  try {
    connection = await createConnection({ socketPath, user: 'root' });
    // An error event without a listener would end the process; the query or the holder's listener reports it.
    connection.on('error', () => undefined);
    await connection.query(`SET SESSION wait_timeout = ${IDLE_SECONDS}`);
    await takeLock(connection, LOCK_TIMEOUT_SECONDS);
    await createDatabase(connection);
    await connection.query('DO RELEASE_LOCK(?)', [LIFECYCLE_LOCK]);
    return connection;
  } catch (error) {
    connection?.destroy();
    if (NOT_ANSWERING.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/**
 * Closes an owner connection, and stops the server if it was the last one. No other process can become a holder while the
 * lock is held. Sessions of other programs (an open SQL client) keep the server running too; a later last holder stops it.
 */
export async function closeOwnerPipe(ownerPipe: Connection): Promise<{ stopped: boolean }> {
  const locked = await takeLock(ownerPipe, LOCK_TIMEOUT_SECONDS);
  const isLast = locked && (await countOtherHolders(ownerPipe)) === 0 && (await stragglersEnded(ownerPipe));
  if (isLast) {
    await ownerPipe.query('SHUTDOWN');
    ownerPipe.destroy();
    return { stopped: true };
  }
  // An owner connection with a current database no longer counts, even while the server is still closing its session.
  await ownerPipe.query(`USE ${EMBEDDED_DATABASE}`);
  await ownerPipe.end();
  return { stopped: false };
}

async function takeLock(connection: Connection, timeoutSeconds: number): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS taken', [
    LIFECYCLE_LOCK,
    timeoutSeconds,
  ]);
  return rows[0]?.taken === 1;
}

async function createDatabase(connection: Connection): Promise<void> {
  const [existing] = await connection.query<RowDataPacket[]>('SELECT 1 FROM mysql.user WHERE user = ?', [
    EMBEDDED_USER,
  ]);
  if (existing.length > 0) return;
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${EMBEDDED_DATABASE} CHARACTER SET utf8mb4`);
  await connection.query(`CREATE USER ${EMBEDDED_USER}@localhost`);
  await connection.query(`GRANT ALL ON ${EMBEDDED_DATABASE}.* TO ${EMBEDDED_USER}@localhost`);
  // The views with file sizes of tables and partitions require it.
  await connection.query(`GRANT PROCESS ON *.* TO ${EMBEDDED_USER}@localhost`);
}

async function countOtherHolders(ownerPipe: Connection): Promise<number> {
  return countSessions(ownerPipe, `user = 'root' AND db IS NULL`);
}

/** The server may take a moment to end the sessions of the pool that this process has just closed. */
async function stragglersEnded(ownerPipe: Connection): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < STRAGGLER_WAIT_MS; waitedMs += POLL_MS) {
    if ((await countSessions(ownerPipe, `command <> 'Daemon' AND user <> 'system user'`)) === 0) return true;
    await pause(POLL_MS);
  }
  return false;
}

async function countSessions(ownerPipe: Connection, condition: string): Promise<number> {
  const [rows] = await ownerPipe.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS others FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND ${condition}`,
  );
  return Number(rows[0]?.others);
}
