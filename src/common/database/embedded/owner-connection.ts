import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

export const EMBEDDED_DATABASE = 'themepark';
/** What the program works with; the root account is for lifelines (and for an operator who looks in). */
export const EMBEDDED_USER = 'themepark';

const LIFECYCLE_LOCK = 'embedded_lifecycle';
const LOCK_TIMEOUT_SECONDS = 60;
const STRAGGLER_WAIT_MS = 2_000;
const POLL_MS = 20;
/** The longest that the server allows; by default it would drop an idle owner connection after eight hours. */
const IDLE_SECONDS = 31_536_000;

/** Nobody listens, or the server went away while being asked. */
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
 * A connection that keeps the server up for as long as it is open; null when no server answers. Having held the
 * lifecycle lock once, it is seen by everybody who wants to stop the server later, and the server that it reached
 * is not one that is being stopped.
 */
export async function openOwnerPipe(socketPath: string): Promise<Connection | null> {
  let connection: Connection | undefined;
  try {
    connection = await createConnection({ socketPath, user: 'root' });
    // An error event without a listener would end the process; the query or the holder's own listener sees it too.
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
 * Ends a owner connection, and the server with it when it was the last. While the lock is held nobody else becomes a holder.
 * Other programs' sessions (an open SQL client) keep the server up too; it then stops with a later last one out.
 */
export async function closeOwnerPipe(ownerPipe: Connection): Promise<{ stopped: boolean }> {
  const locked = await takeLock(ownerPipe, LOCK_TIMEOUT_SECONDS);
  const isLast = locked && (await countOtherHolders(ownerPipe)) === 0 && (await stragglersEnded(ownerPipe));
  if (isLast) {
    await ownerPipe.query('SHUTDOWN');
    ownerPipe.destroy();
    return { stopped: true };
  }
  // A owner connection with a current database no longer counts, even while the server is still tidying the session away.
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
  // Sizes of tables and partitions on disk are in views that ask for it.
  await connection.query(`GRANT PROCESS ON *.* TO ${EMBEDDED_USER}@localhost`);
}

async function countOtherHolders(ownerPipe: Connection): Promise<number> {
  return countSessions(ownerPipe, `user = 'root' AND db IS NULL`);
}

/** The pool that this process has just closed may take the server a moment to forget. */
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
