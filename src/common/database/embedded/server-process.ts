import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fchownSync, fstatSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../domain-error.js';
import type { ServerLocation } from './server-location.js';

/** The private server did not start; `logTail` has its last log lines. */
export class DatabaseStartError extends DomainError {
  constructor(
    what: string,
    readonly logTail: string,
    options?: ErrorOptions,
  ) {
    super('DATABASE_UNAVAILABLE', logTail === '' ? what : `${what}. Its log ends with:\n${logTail}`, {}, options);
  }
}

export function lastLines(text: string, count = 15): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The number in a pid file; undefined when there is none. */
export function readPidFile(pidFile: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** Part of the data folder. */
export const TEMPORARY_FOLDER = 'tmp';

export interface ServerSettings {
  dataFolder: string;
  socketPath: string;
  pidFile: string;
  bufferPoolMb: number;
  /** mariadbd refuses to run as root without an explicit option. */
  asRoot: boolean;
  /** Appended last, so they take precedence; tests trade durability for speed. */
  extraOptions?: readonly string[] | undefined;
}

/**
 * A starting server deletes every `#sql…` file of its temporary folder, so two servers that share /tmp delete each other's
 * temporary tables ("Error on delete of '/tmp/#sql-temptable…'"). Subfolders of the data folder count as databases unless
 * they are excluded.
 */
export function temporaryFolderArguments(dataFolder: string): string[] {
  return [`--tmpdir=${join(dataFolder, TEMPORARY_FOLDER)}`, `--ignore-db-dirs=${TEMPORARY_FOLDER}`];
}

/** The command line of the private server. It reads no option files: the host's own database configuration must not apply. */
function serverArguments(settings: ServerSettings): string[] {
  return [
    '--no-defaults',
    ...(settings.asRoot ? ['--user=root'] : []),
    `--datadir=${settings.dataFolder}`,
    `--socket=${settings.socketPath}`,
    `--pid-file=${settings.pidFile}`,
    ...temporaryFolderArguments(settings.dataFolder),
    // Reachable only through the socket in a private folder: no port to collide with or to attack.
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
    // A partition counts as a table. A table that does not fit is closed, opened again for the next query, and loses its
    // update time; ten years of months in two tables exceed the defaults (400, 2000).
    '--table-definition-cache=4000',
    '--table-open-cache=4000',
    // One file per partition: dropping a partition frees its space, and sizes can be read per partition.
    '--innodb-file-per-table=ON',
    // Bulk inserts are statements of 5,000 rows.
    '--max-allowed-packet=64M',
    // No replicas: a binary log would write everything twice.
    '--skip-log-bin',
    // Saves memory and time; the program does not read it.
    '--performance-schema=OFF',
    // Imports write with LOAD DATA LOCAL. Safe here: only the owner's processes can connect.
    '--local-infile=ON',
    ...(settings.extraOptions ?? []),
  ];
}

/** A second mariadbd on the same data waits 30 s for the first one's lock before it exits; a broken one exits immediately. */
const LOCK_WAIT_MS = 20_000;

/**
 * A server that is starting may not be interruptible for this long. MariaDB 10.11.19 can also wait for ever after a SIGTERM early in
 * its start. Killing it is safe: nothing has used it yet, and it recovers at the next start.
 */
const STOP_PATIENCE_MS = 5_000;
const SIGNAL_AGAIN_MS = 250;
const POLL_MS = 10;

export interface ServerOptions {
  socketPath: string;
  bufferPoolMb: number;
  extraOptions?: readonly string[] | undefined;
}

/** A mariadbd that this process has started. Another server may get the data folder first. */
export class ServerProcess {
  private readonly startedAtMs = performance.now();
  private diedAtMs: number | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly location: ServerLocation,
    private readonly logOffset: number,
  ) {
    const died = () => (this.diedAtMs ??= performance.now());
    child.once('error', died);
    child.once('exit', died);
    child.unref();
  }

  /**
   * Runs in its own session with its output in a file, so that it outlives this process and does not receive Ctrl-C. Root
   * starts it as the owner of the data folder, who could not open the files again otherwise.
   */
  static start(mariadbd: string, location: ServerLocation, options: ServerOptions): ServerProcess {
    const owner = statSync(location.dataFolder);
    const runsAsRoot = process.getuid?.() === 0;
    const log = openSync(location.logFile, 'a', 0o600);
    try {
      const offset = fstatSync(log).size;
      if (runsAsRoot) fchownSync(log, owner.uid, owner.gid);
      const asRoot = runsAsRoot && owner.uid === 0;
      const child = spawn(mariadbd, serverArguments({ ...location, ...options, asRoot }), {
        cwd: location.dataFolder,
        detached: true,
        stdio: ['ignore', log, log],
        ...(runsAsRoot && !asRoot ? { uid: owner.uid, gid: owner.gid } : {}),
      });
      return new ServerProcess(child, location, offset);
    } finally {
      closeSync(log);
    }
  }

  get hasDied(): boolean {
    return this.diedAtMs !== undefined;
  }

  /** Whether it exited because another server has the data folder. */
  get lostTheRace(): boolean {
    return this.diedAtMs !== undefined && this.diedAtMs - this.startedAtMs > LOCK_WAIT_MS;
  }

  /** Its last log lines since its start. */
  logTail(): string {
    return lastLines(readFileSync(this.location.logFile).subarray(this.logOffset).toString('utf8'));
  }

  /** If another server responds, this one is only waiting for the lock and has changed nothing: it is killed. */
  endUnlessServing(): void {
    if (!this.hasDied && readPidFile(this.location.pidFile) !== this.child.pid) this.child.kill('SIGKILL');
  }

  /**
   * Shuts down a server that is still starting, and waits until it has ended. It may lose the signal, so it is sent until it has an
   * effect. One that does not end is killed, and leaves its pid file.
   */
  async stop(): Promise<void> {
    const startedAtMs = performance.now();
    while (!this.hasDied) {
      this.child.kill(performance.now() - startedAtMs < STOP_PATIENCE_MS ? 'SIGTERM' : 'SIGKILL');
      for (let waitedMs = 0; waitedMs < SIGNAL_AGAIN_MS && !this.hasDied; waitedMs += POLL_MS) await pause(POLL_MS);
    }
    if (readPidFile(this.location.pidFile) === this.child.pid) rmSync(this.location.pidFile, { force: true });
  }
}
