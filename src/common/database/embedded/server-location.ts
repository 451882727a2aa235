import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../../config/app-config.js';
import { DomainError } from '../../domain-error.js';
import { makeFolder } from '../../files.js';

/** Linux allows 107 bytes in a socket's address, macOS 103. */
const MAX_SOCKET_PATH_BYTES = 100;

export interface ServerLocation {
  dataFolder: string;
  logFile: string;
  pidFile: string;
}

/** Creates `dataDir` if it is missing, and returns the paths of the server's files in it. */
export function locateServer(dataDir: string): ServerLocation {
  try {
    makeFolder(dataDir);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ConfigurationError([`DATA_DIR: the folder cannot be created (${reason})`]);
  }
  const dataFolder = join(realpathSync(resolve(dataDir)), 'mariadb');
  return { dataFolder, logFile: join(dataFolder, 'mariadbd.log'), pidFile: join(dataFolder, 'mariadbd.pid') };
}

/**
 * The socket is in the data folder or, if that path is too long for a socket, in a private folder under the temporary folder.
 * The data folder records its path, because processes may have different TMPDIRs. The name of the private folder contains a
 * hash of the data folder's path, so that the record in a copied or moved data folder is ignored.
 */
export function socketPathOf(dataFolder: string): string {
  const direct = join(dataFolder, 'mariadb.sock');
  if (Buffer.byteLength(direct) <= MAX_SOCKET_PATH_BYTES) return direct;
  const folderName = `parkdb-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`;
  const record = join(dataFolder, 'socket-path');
  const recorded = existsSync(record) ? readFileSync(record, 'utf8').trim() : '';
  if (basename(dirname(recorded)) === folderName && makePrivateFolder(dirname(recorded), dataFolder)) return recorded;
  const folder = [tmpdir(), '/tmp']
    .map((parent) => join(parent, folderName))
    .find((path) => Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES - 10 && makePrivateFolder(path, dataFolder));
  if (!folder) {
    throw new DomainError(
      'DATABASE_UNAVAILABLE',
      `No private folder for the socket of ${dataFolder} could be created under ${tmpdir()}`,
    );
  }
  const draft = `${record}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${join(folder, 'db.sock')}\n`, { mode: 0o600 });
  renameSync(draft, record);
  return join(folder, 'db.sock');
}

/** False if the folder cannot be created, or if it exists and other users could read or replace it. */
function makePrivateFolder(folder: string, dataFolder: string): boolean {
  const owner = statSync(dataFolder);
  if (!existsSync(folder)) {
    try {
      mkdirSync(folder, { mode: 0o700 });
      if (process.getuid?.() === 0) chownSync(folder, owner.uid, owner.gid);
    } catch {
      // Not writable, or another process was faster: the check below decides.
    }
  }
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === owner.uid && (found.mode & 0o077) === 0;
}
