import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Machine } from './machines.js';

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** A server of a cluster. */
export abstract class ClusterNode {
  protected child: ChildProcess | null = null;

  constructor(
    readonly name: string,
    /** Of its clients. */
    readonly port: number,
    /** Has the data folders of all nodes. */
    protected readonly folder: string,
    readonly machine: Machine,
  ) {}

  get dataFolder(): string {
    return join(this.folder, this.name);
  }

  get socketPath(): string {
    return join(this.folder, `${this.name}.sock`);
  }

  /** Starts it after a kill, with the transactions that it had, so that it gets only those after them. */
  abstract restart(): Promise<void>;

  protected abstract isMember(): Promise<boolean>;

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Stops it without closing its connections, as a machine that hangs. */
  hang(): void {
    this.child!.kill('SIGSTOP');
  }

  resume(): void {
    this.child!.kill('SIGCONT');
  }

  async query<Row>(sql: string, values: unknown[] = [], database?: string): Promise<Row[]> {
    return this.connected(
      async (connection) => (await connection.query<RowDataPacket[]>(sql, values))[0] as Row[],
      database,
    );
  }

  /** Statements of one session. */
  async inSession(...statements: readonly string[]): Promise<void> {
    await this.connected(async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });
  }

  /** Waits until it has all transactions and takes statements. */
  async untilMember(): Promise<void> {
    await this.untilTrue(() => this.isMember());
  }

  protected async untilTrue(ask: () => Promise<boolean>): Promise<void> {
    for (const deadlineMs = Date.now() + PATIENCE_MS; ; await pause(LOOK_AGAIN_MS)) {
      try {
        if (await ask()) return;
      } catch (error) {
        if (Date.now() > deadlineMs || this.child?.exitCode != null) throw error;
      }
      if (Date.now() > deadlineMs) throw new Error(`${this.name} is not ready after ${PATIENCE_MS / 1_000} s`);
    }
  }

  protected run(program: string, options: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
    mkdirSync(join(this.dataFolder, 'tmp'), { recursive: true });
    const log = openSync(join(this.folder, `${this.name}.log`), 'a');
    const [command, ...args] = [...this.machine.prefix, program, ...this.commonOptions(), ...options];
    this.child = spawn(command!, args, { stdio: ['ignore', log, log], env });
    closeSync(log);
    return this.child;
  }

  private async connected<T>(use: (connection: Connection) => Promise<T>, database?: string): Promise<T> {
    const options = { socketPath: this.socketPath, user: 'root', ...(database === undefined ? {} : { database }) };
    const connection = await createConnection(options);
    try {
      return await use(connection);
    } finally {
      connection.destroy();
    }
  }

  private commonOptions(): string[] {
    return [
      '--no-defaults',
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      `--datadir=${this.dataFolder}`,
      `--socket=${this.socketPath}`,
      `--pid-file=${join(this.folder, `${this.name}.pid`)}`,
      `--bind-address=${this.machine.host}`,
      `--port=${this.port}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=128M',
      // The other nodes have what one of them loses.
      '--innodb-flush-log-at-trx-commit=2',
      '--table-definition-cache=4000',
      '--table-open-cache=4000',
      '--max-allowed-packet=64M',
      '--max-connections=200',
      '--local-infile=ON',
      '--binlog-format=ROW',
    ];
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
