import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** TCP ports of one node: clients, group communication, and the two kinds of state transfer. */
export interface NodePorts {
  client: number;
  group: number;
  incremental: number;
  state: number;
}

export interface NodeSettings {
  mariadbd: string;
  /** libgalera_smm.so; null: a single server, with otherwise the same options. */
  provider: string | null;
  name: string;
  /** Has the data folders of all nodes. */
  folder: string;
  ports: NodePorts;
  /** Those of all nodes. */
  groupPorts: readonly number[];
}

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;
/** Has the script of the state transfer, wsrep_sst_resume. */
const SCRIPTS = resolve('test/proof/cluster');

/** A mariadbd of a cluster, on the loopback interface. */
export class GaleraNode {
  private child: ChildProcess | null = null;

  constructor(private readonly settings: NodeSettings) {}

  get name(): string {
    return this.settings.name;
  }

  get port(): number {
    return this.settings.ports.client;
  }

  get dataFolder(): string {
    return join(this.settings.folder, this.name);
  }

  get socketPath(): string {
    return join(this.settings.folder, `${this.name}.sock`);
  }

  /** Starts it as the first member of a new cluster, or as a single server. */
  startFirst(): Promise<void> {
    return this.start(this.settings.provider === null ? [] : ['--wsrep-new-cluster']);
  }

  /** Starts it as a member of the cluster, and waits until it takes statements. */
  async start(options: readonly string[] = []): Promise<void> {
    this.run(options);
    await this.untilSynced();
  }

  /** Starts it after a kill, at the last transaction in its data, so that it gets only those after it. */
  async restart(): Promise<void> {
    const log = join(this.settings.folder, `${this.name}.recovery.log`);
    await once(this.run(['--wsrep-recover', `--log-error=${log}`]), 'exit');
    const position = readFileSync(log, 'utf8')
      .match(/Recovered position: *(\S+)/g)
      ?.at(-1);
    if (position === undefined) throw new Error(`${this.name} has no position to continue from: ${log}`);
    await this.start([`--wsrep-start-position=${position.replace(/.* /, '')}`]);
  }

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

  /** Cuts it off from the other nodes, as a broken network does; its clients still reach it. */
  async isolate(): Promise<void> {
    await this.query(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'`);
  }

  async reconnect(): Promise<void> {
    await this.query(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'`);
    await this.untilSynced();
  }

  async query<Row>(sql: string, values: unknown[] = [], database?: string): Promise<Row[]> {
    const options = { socketPath: this.socketPath, user: 'root', ...(database === undefined ? {} : { database }) };
    const connection = await createConnection(options);
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      return rows as Row[];
    } finally {
      connection.destroy();
    }
  }

  /** A status variable of the cluster, such as `wsrep_cluster_size`. */
  async status(name: string): Promise<string> {
    const [row] = await this.query<{ Value: string }>(`SHOW STATUS LIKE '${name}'`);
    return row!.Value;
  }

  async untilSynced(): Promise<void> {
    for (const deadlineMs = Date.now() + PATIENCE_MS; ; await pause(LOOK_AGAIN_MS)) {
      try {
        if (await this.isSynced()) return;
      } catch (error) {
        if (Date.now() > deadlineMs || this.child?.exitCode != null) throw error;
      }
      if (Date.now() > deadlineMs) throw new Error(`${this.name} is not in sync after ${PATIENCE_MS / 1_000} s`);
    }
  }

  private async isSynced(): Promise<boolean> {
    if (this.settings.provider === null) return (await this.query('SELECT 1')).length === 1;
    return (await this.status('wsrep_local_state_comment')) === 'Synced' && (await this.status('wsrep_ready')) === 'ON';
  }

  private run(options: readonly string[]): ChildProcess {
    mkdirSync(join(this.dataFolder, 'tmp'), { recursive: true });
    const log = openSync(join(this.settings.folder, `${this.name}.log`), 'a');
    this.child = spawn(this.settings.mariadbd, [...this.arguments(), ...options], {
      stdio: ['ignore', log, log],
      env: { ...process.env, PATH: `${SCRIPTS}:${process.env.PATH}` },
    });
    closeSync(log);
    return this.child;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private arguments(): string[] {
    const { folder, ports } = this.settings;
    return [
      '--no-defaults',
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      `--datadir=${this.dataFolder}`,
      `--socket=${this.socketPath}`,
      `--pid-file=${join(folder, `${this.name}.pid`)}`,
      `--tmpdir=${join(this.dataFolder, 'tmp')}`,
      '--ignore-db-dirs=tmp',
      '--bind-address=127.0.0.1',
      `--port=${ports.client}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=128M',
      '--innodb-log-file-size=64M',
      // The other nodes have what one of them loses.
      '--innodb-flush-log-at-trx-commit=2',
      '--innodb-autoinc-lock-mode=2',
      '--table-definition-cache=4000',
      '--table-open-cache=4000',
      '--max-allowed-packet=64M',
      '--max-connections=200',
      '--performance-schema=OFF',
      '--local-infile=ON',
      '--binlog-format=ROW',
      '--skip-log-bin',
      ...this.clusterArguments(),
    ];
  }

  private clusterArguments(): string[] {
    const { provider, ports, groupPorts } = this.settings;
    if (provider === null) return [];
    const providerOptions = {
      'gmcast.listen_addr': `tcp://127.0.0.1:${ports.group}`,
      'ist.recv_addr': `127.0.0.1:${ports.incremental}`,
      'gcache.size': '512M',
      'gcache.recover': 'yes',
    };
    return [
      '--wsrep-on=ON',
      `--wsrep-provider=${provider}`,
      `--wsrep-provider-options=${Object.entries(providerOptions)
        .map(([name, value]) => `${name}=${value}`)
        .join(';')}`,
      '--wsrep-cluster-name=proof',
      `--wsrep-cluster-address=gcomm://${groupPorts.map((port) => `127.0.0.1:${port}`).join(',')}`,
      `--wsrep-node-name=${this.name}`,
      '--wsrep-node-address=127.0.0.1',
      '--wsrep-sst-method=resume',
      `--wsrep-sst-receive-address=127.0.0.1:${ports.state}`,
    ];
  }
}
