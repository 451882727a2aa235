import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fchownSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { lastLines } from './database-start-error.js';
import { readPidFile } from './process-id.js';
import type { ServerLocation } from './server-location.js';
import { serverArguments } from './server-options.js';

/** A second mariadbd on the same data waits 30 s for the first one's lock before it gives up; a broken one dies at once. */
const LOCK_WAIT_MS = 20_000;

export interface ServerOptions {
  socketPath: string;
  bufferPoolMb: number;
  extraOptions?: readonly string[] | undefined;
}

/** A mariadbd that this process has started, which may or may not be the one that gets the data. */
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
   * In its own session and with a file for output, so that it outlives this process and Ctrl-C does not reach it.
   * Root starts it as the owner of the data, who could not open the files again otherwise.
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

  /** It gave up because another server has the data. */
  get lostTheRace(): boolean {
    return this.diedAtMs !== undefined && this.diedAtMs - this.startedAtMs > LOCK_WAIT_MS;
  }

  /** What it has logged since its start. */
  logTail(): string {
    return lastLines(readFileSync(this.location.logFile).subarray(this.logOffset).toString('utf8'));
  }

  /** Another server answers: this one only waits for the lock, has touched nothing, and would wait for half a minute. */
  endUnlessServing(): void {
    if (!this.hasDied && readPidFile(this.location.pidFile) !== this.child.pid) this.child.kill('SIGKILL');
  }

  /** Asks for an orderly shutdown. */
  stop(): void {
    if (!this.hasDied) this.child.kill('SIGTERM');
  }
}
