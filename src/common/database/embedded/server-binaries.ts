import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { executableFolders } from '../../config/environment.js';
import { DomainError } from '../../domain-error.js';

export interface ServerBinaries {
  mariadbd: string;
  installDb: string;
}

const USUAL_FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/libexec',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
  '/opt/local/lib/mariadb/bin',
];

/**
 * The server and the script that creates its system tables, or null if either is missing. The script needs
 * `my_print_defaults`, which Debian ships in another package (mariadb-client-core).
 */
export function findServerBinaries(folders = [...executableFolders(), ...USUAL_FOLDERS]): ServerBinaries | null {
  const mariadbd = findExecutable(['mariadbd', 'mysqld'], folders);
  const installDb = findExecutable(['mariadb-install-db', 'mysql_install_db'], folders);
  if (!mariadbd || !installDb || !findExecutable(['my_print_defaults'], [dirname(installDb), ...folders])) return null;
  return { mariadbd, installDb };
}

function findExecutable(names: readonly string[], folders: readonly string[]): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** There is no server to run, and DATABASE_URL is not set. */
export class DatabaseServerMissingError extends DomainError {
  constructor() {
    super(
      'DATABASE_UNAVAILABLE',
      [
        'No MariaDB server was found on this machine, and DATABASE_URL is not set. Do one of these:',
        '  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core',
        '  Fedora, RHEL:    sudo dnf install -y mariadb-server',
        '  Alpine:          sudo apk add mariadb mariadb-client',
        '  macOS:           brew install mariadb',
        '  Any other:       set DATABASE_URL=mysql://user:password@host:3306/database to use an existing server',
      ].join('\n'),
    );
  }
}
