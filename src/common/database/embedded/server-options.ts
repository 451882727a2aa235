import { join } from 'node:path';

/** In the data folder, made with it. */
export const TEMPORARY_FOLDER = 'tmp';

export interface ServerSettings {
  dataFolder: string;
  socketPath: string;
  pidFile: string;
  bufferPoolMb: number;
  /** mariadbd refuses to run as root unless told to. */
  asRoot: boolean;
  /** Appended last, so that they win; tests trade durability for speed. */
  extraOptions?: readonly string[] | undefined;
}

/**
 * A starting server deletes every `#sql…` file of its temporary folder, so that two servers that share /tmp lose their
 * temporary tables to each other ("Error on delete of '/tmp/#sql-temptable…'"). Folders of the data folder count as
 * databases unless they are named.
 */
export function temporaryFolderArguments(dataFolder: string): string[] {
  return [`--tmpdir=${join(dataFolder, TEMPORARY_FOLDER)}`, `--ignore-db-dirs=${TEMPORARY_FOLDER}`];
}

/** The command line of the private server. No option file is read: the host's own database set-up must not leak in. */
export function serverArguments(settings: ServerSettings): string[] {
  return [
    '--no-defaults',
    ...(settings.asRoot ? ['--user=root'] : []),
    `--datadir=${settings.dataFolder}`,
    `--socket=${settings.socketPath}`,
    `--pid-file=${settings.pidFile}`,
    ...temporaryFolderArguments(settings.dataFolder),
    // Reached through the socket in a private folder only: no port to collide with, none to attack.
    '--skip-networking',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--default-time-zone=+00:00',
    '--sql-mode=STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    `--innodb-buffer-pool-size=${settings.bufferPoolMb}M`,
    // A committed checkpoint must survive a power cut; imports commit per file, so the flush costs little.
    '--innodb-flush-log-at-trx-commit=1',
    // The default 96M makes a bulk import wait for checkpoints; recovery of 256M still takes seconds.
    '--innodb-log-file-size=256M',
    // A partition counts as a table. What does not fit is closed, opened again for the next query, and InnoDB forgets when
    // it was last changed; the defaults (400, 2000) are used up by ten years of months in two tables.
    '--table-definition-cache=4000',
    '--table-open-cache=4000',
    // One file per partition: a dropped partition gives its space back, and sizes can be read per partition.
    '--innodb-file-per-table=ON',
    // Bulk inserts are statements of 5,000 rows.
    '--max-allowed-packet=64M',
    // No replicas: a binary log would write everything twice.
    '--skip-log-bin',
    // Saves memory and time; nothing here reads it.
    '--performance-schema=OFF',
    // For the benchmark that compares with LOAD DATA LOCAL. Safe here: only the owner's processes can connect.
    '--local-infile=ON',
    ...(settings.extraOptions ?? []),
  ];
}
