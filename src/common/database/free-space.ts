import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppConfig } from '../config/app-config.js';
import { DatabaseFullError } from './database-errors.js';

/**
 * An InnoDB server whose disk is completely full may crash in the middle of a write, for example to its log. A bulk write
 * therefore leaves this much to the server.
 */
export const RESERVE_BYTES = 64_000_000;

/**
 * For bulk writes into the private server, before each transaction; the free space of another server cannot be read from this host.
 * @throws DatabaseFullError, which is retried like the server's own error about a full disk
 */
export async function assertFreeSpace({
  DATABASE_URL,
  DATA_DIR,
}: Pick<AppConfig, 'DATABASE_URL' | 'DATA_DIR'>): Promise<void> {
  if (DATABASE_URL !== undefined) return;
  const free = await statfs(join(DATA_DIR, 'mariadb')).catch(() => null);
  if (free !== null && free.bavail * free.bsize < RESERVE_BYTES) throw new DatabaseFullError();
}
