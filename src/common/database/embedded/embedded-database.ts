import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { RecurringFailure } from '../../logging/recurring-failure.js';
import { initialiseData, isInitialised } from './initialise-data.js';
import { closeOwnerPipe, EMBEDDED_DATABASE, EMBEDDED_USER, openOwnerPipe } from './owner-connection.js';
import { DatabaseServerMissingError, findServerBinaries, type ServerBinaries } from './server-binaries.js';
import { locateServer, type ServerLocation, socketPathOf } from './server-location.js';
import { DatabaseStartError, ServerProcess } from './server-process.js';

/** Crash recovery of a large log can take minutes. A server that cannot start exits, which ends the wait early. */
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 60_000;
const POLL_MS = 25;
const REVIVAL_PAUSE_MS = 5_000;

export interface EmbeddedDatabaseOptions {
  /** The server's data folder is its subfolder `mariadb`. */
  dataDir: string;
  bufferPoolMb: number;
  log?: ((line: string) => void) | undefined;
  /** Cancels the start, and stops a server that this call has started. */
  signal?: AbortSignal | undefined;
  extraServerOptions?: readonly string[] | undefined;
  findBinaries?: (() => ServerBinaries | null) | undefined;
}

export interface EmbeddedDatabase {
  socketPath: string;
  user: string;
  database: string;
  /** Releases the server, and stops it if no other process holds it. */
  release(): Promise<void>;
}

/**
 * Connects to the private server of `dataDir`. Starts it, and initialises the data folder, if necessary. Any number of
 * processes can hold it. A server that dies while it is held is started again.
 * @throws DatabaseServerMissingError, DatabaseStartError
 */
export async function holdEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const handle = new EmbeddedDatabaseHandle(options, locateServer(options.dataDir));
  await handle.open(options.signal);
  return handle;
}

class EmbeddedDatabaseHandle implements EmbeddedDatabase {
  readonly user = EMBEDDED_USER;
  readonly database = EMBEDDED_DATABASE;
  socketPath = '';
  private ownerPipe: Connection | undefined;
  private revival: Promise<void> | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly options: EmbeddedDatabaseOptions,
    private readonly location: ServerLocation,
  ) {}

  async open(signal?: AbortSignal): Promise<void> {
    const ownerPipe = await this.connectOrStart(signal ?? this.ending.signal);
    this.ownerPipe = ownerPipe;
    ownerPipe.once('error', () => this.revive());
  }

  async release(): Promise<void> {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    await this.revival;
    const ownerPipe = this.ownerPipe;
    this.ownerPipe = undefined;
    if (ownerPipe) await this.close(ownerPipe);
  }

  private async connectOrStart(caller: AbortSignal): Promise<Connection> {
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    const signal = AbortSignal.any([caller, timeout]);
    let server: ServerProcess | undefined;
    try {
      for (;;) {
        signal.throwIfAborted();
        const ownerPipe = await this.tryToConnect();
        if (ownerPipe) {
          server?.endUnlessServing();
          return ownerPipe;
        }
        if (server?.hasDied && !server.lostTheRace)
          throw new DatabaseStartError('The database server ended', server.logTail());
        if (!server || server.hasDied) server = await this.startServer(signal);
        await pause(POLL_MS, undefined, { signal });
      }
    } catch (error) {
      await this.giveUp(server);
      if (!timeout.aborted || caller.aborted) throw error;
      throw new DatabaseStartError('The database server does not respond', server?.logTail() ?? '', { cause: error });
    }
  }

  /** A server that is up may have other holders, so it is left as the last holder leaves it. */
  private async giveUp(server: ServerProcess | undefined): Promise<void> {
    if (server === undefined || server.hasDied) return;
    const ownerPipe = await this.tryToConnect().catch(() => null);
    if (ownerPipe === null) return server.stop();
    server.endUnlessServing();
    await this.close(ownerPipe);
  }

  private async close(ownerPipe: Connection): Promise<void> {
    // A server that has died does not need to be stopped.
    const { stopped } = await closeOwnerPipe(ownerPipe).catch(() => ({ stopped: false }));
    if (stopped) await this.waitUntilStopped();
  }

  private async tryToConnect(): Promise<Connection | null> {
    if (!isInitialised(this.location.dataFolder)) return null;
    this.socketPath = socketPathOf(this.location.dataFolder);
    return openOwnerPipe(this.socketPath);
  }

  private async startServer(signal: AbortSignal): Promise<ServerProcess> {
    const binaries = (this.options.findBinaries ?? findServerBinaries)();
    if (!binaries) throw new DatabaseServerMissingError();
    const { dataFolder } = this.location;
    if (!isInitialised(dataFolder)) this.options.log?.(`creating a private database in ${dataFolder}`);
    await initialiseData(dataFolder, binaries.installDb, signal);
    this.socketPath = socketPathOf(dataFolder);
    this.options.log?.(`starting the private database in ${dataFolder}`);
    return ServerProcess.start(binaries.mariadbd, this.location, {
      socketPath: this.socketPath,
      bufferPoolMb: this.options.bufferPoolMb,
      extraOptions: this.options.extraServerOptions,
    });
  }

  /**
   * The server died while it was held. Connection pools reconnect by themselves once it is back. If its data folder was
   * removed too, no empty database replaces it.
   */
  private revive(): void {
    if (this.ending.signal.aborted) return;
    this.ownerPipe = undefined;
    this.options.log?.('the private database has gone away; starting it again');
    this.revival = this.reviveUntilReleased();
  }

  private async reviveUntilReleased(): Promise<void> {
    const write = (line: string) => this.options.log?.(line);
    const failure = new RecurringFailure({ log: write, warn: write, debug: () => undefined });
    while (!this.ending.signal.aborted && !this.ownerPipe && isInitialised(this.location.dataFolder)) {
      try {
        await this.open();
        failure.succeeded('the private database is up again');
      } catch (error) {
        if (this.ending.signal.aborted) return;
        failure.failed(`the private database could not be started again: ${String(error)}`);
        await pause(REVIVAL_PAUSE_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
      }
    }
  }

  /** Waits for the pid file to disappear, which the server removes last: the process may be reported as running for longer. */
  private async waitUntilStopped(): Promise<void> {
    for (let waitedMs = 0; waitedMs < STOP_TIMEOUT_MS && existsSync(this.location.pidFile); waitedMs += POLL_MS) {
      await pause(POLL_MS);
    }
  }
}
