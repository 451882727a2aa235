export interface ServerSettings {
  dataFolder: string;
  socketPath: string;
  pidFile: string;
  bufferPoolMb: number;
  /** mariadbd refuses to run as root unless told to. */
  asRoot: boolean;
  /** Appended last, so that they win; tests trade durability for speed. */
  extraOptions?: readonly string[];
}

/** The command line of the private server. No option file is read: the host's own database set-up must not leak in. */
export function serverArguments(settings: ServerSettings): string[] {
  return [
    '--no-defaults',
    ...(settings.asRoot ? ['--user=root'] : []),
    `--datadir=${settings.dataFolder}`,
    `--socket=${settings.socketPath}`,
    `--pid-file=${settings.pidFile}`,
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
