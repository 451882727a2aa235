import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppConfig } from '../config/app-config.js';
import { DatabaseFullError } from './database-errors.js';

/**
 * An InnoDB server whose disk is full to the last block may end itself in the midst of a write that it cannot leave half
 * done, such as to its log. A bulk write therefore leaves this much to the server.
 */
export const RESERVE_BYTES = 64_000_000;

/**
 * For bulk writes into the private server, before each transaction; the disk of another server cannot be seen from here.
 * @throws DatabaseFullError, which is waited for as for a disk that is full
 */
export async function refuseWithoutRoom({
  DATABASE_URL,
  DATA_DIR,
}: Pick<AppConfig, 'DATABASE_URL' | 'DATA_DIR'>): Promise<void> {
  if (DATABASE_URL !== undefined) return;
  const room = await statfs(join(DATA_DIR, 'mariadb')).catch(() => null);
  if (room !== null && room.bavail * room.bsize < RESERVE_BYTES) throw new DatabaseFullError();
}
