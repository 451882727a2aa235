import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  DatabaseStartError,
  isAlive,
  lastLines,
  TEMPORARY_FOLDER,
  temporaryFolderArguments,
} from './server-process.js';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Creates the system tables if there are none. They are created in a sibling folder that is renamed once it is complete: a
 * killed initialisation leaves nothing that looks like a database, and the second of two concurrent ones is discarded.
 */
export async function initialiseData(dataFolder: string, installDb: string, signal: AbortSignal): Promise<void> {
  await removeAbandonedDrafts(dataFolder);
  if (isInitialised(dataFolder)) return;
  const draft = `${dataFolder}.init-${process.pid}-${randomBytes(3).toString('hex')}`;
  await mkdir(join(draft, TEMPORARY_FOLDER), { recursive: true, mode: 0o700 });
  try {
    await runInstallScript(installDb, draft, signal);
    await rename(draft, dataFolder).catch((error: unknown) => {
      if (!isInitialised(dataFolder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

export function isInitialised(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'mysql'));
}

async function removeAbandonedDrafts(dataFolder: string): Promise<void> {
  const prefix = `${basename(dataFolder)}.init-`;
  for (const name of await readdir(dirname(dataFolder))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    await rm(join(dirname(dataFolder), name), { recursive: true, force: true });
  }
}

async function runInstallScript(installDb: string, dataFolder: string, signal: AbortSignal): Promise<void> {
  const options = [
    '--no-defaults',
    `--datadir=${dataFolder}`,
    ...temporaryFolderArguments(dataFolder),
    // The root account needs no password: only the owner of the files can reach the socket.
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
  try {
    await promisify(execFile)(installDb, options, { signal, maxBuffer: MAX_OUTPUT_BYTES });
  } catch (error) {
    if (signal.aborted) throw error;
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new DatabaseStartError('The database could not be initialised', lastLines(`${stdout}\n${stderr}`), {
      cause: error,
    });
  }
}
