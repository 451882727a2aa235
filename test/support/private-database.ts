import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type EmbeddedDatabase, holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';

const pidOf = (dataDir: string): number => Number(readFileSync(join(dataDir, 'mariadb', 'mariadbd.pid'), 'utf8'));

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 10;

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Sends a signal to the private server of a data folder. With SIGKILL it starts again by itself while it is held. */
export function signalPrivateServer(dataDir: string, signal: NodeJS.Signals): void {
  process.kill(pidOf(dataDir), signal);
}

/** Options of a private server that also listens on a TCP port of the loopback interface. */
export const listeningOn = (port: number): string[] => [
  '--skip-networking=0',
  '--bind-address=127.0.0.1',
  `--port=${port}`,
];

/** A private server of a test, which can be signalled, and asked as its owner. */
export class PrivateDatabase {
  private constructor(
    private readonly server: EmbeddedDatabase,
    private readonly dataDir: string,
  ) {}

  static async start(dataDir: string, serverOptions: readonly string[], bufferPoolMb = 64): Promise<PrivateDatabase> {
    const server = await holdEmbeddedDatabase({ dataDir, bufferPoolMb, extraServerOptions: serverOptions });
    return new PrivateDatabase(server, dataDir);
  }

  /** The schema of the program. */
  get database(): string {
    return this.server.database;
  }

  /** @param user has no password */
  urlOf(database: string, user = 'root'): string {
    return `mysql://${user}@localhost/${database}?socketPath=${encodeURIComponent(this.server.socketPath)}`;
  }

  async query<Row = unknown>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const connection = await this.connect();
    try {
      return (await connection.query<RowDataPacket[]>(sql, values))[0] as Row[];
    } finally {
      await connection.end();
    }
  }

  /** A connection of the owner, which the caller ends. */
  connect(): Promise<Connection> {
    const { socketPath, database } = this.server;
    return createConnection({ socketPath, user: 'root', database });
  }

  /** Creates a user who may do everything in the schema of the program, from every host. */
  async createUser({ user, password }: { user: string; password: string }): Promise<void> {
    await this.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${password}'`);
    await this.query(`GRANT ALL ON \`${this.database}\`.* TO ${user}@'%'`);
  }

  signal(signal: NodeJS.Signals): void {
    signalPrivateServer(this.dataDir, signal);
  }

  /** Kills it, and waits until it is gone: a process may work on for a moment. It starts again by itself while it is held. */
  async kill(): Promise<void> {
    const { pid } = this;
    this.signal('SIGKILL');
    while (isProcess(pid)) await pause(LOOK_AGAIN_MS);
  }

  async untilResponding(): Promise<void> {
    for (const deadlineMs = Date.now() + PATIENCE_MS; ; await pause(LOOK_AGAIN_MS)) {
      try {
        await this.query('SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > deadlineMs) throw error;
      }
    }
  }

  /** Of the server that runs, or that was killed and is not up again. */
  get pid(): number {
    return pidOf(this.dataDir);
  }

  release(): Promise<void> {
    return this.server.release();
  }
}
