import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ClusterNode } from './cluster-node.js';
import type { Machine } from './machines.js';

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
  machine: Machine;
  ports: NodePorts;
  /** `host:port` of all nodes. */
  groupAddresses: readonly string[];
  /** Beside those that all nodes have. */
  options: readonly string[];
}

/** Has the script of the state transfer, wsrep_sst_resume. */
const SCRIPTS = resolve('test/proof/cluster');

/** A mariadbd of a Galera cluster, or a single one. */
export class GaleraNode extends ClusterNode {
  constructor(private readonly settings: NodeSettings) {
    super(settings.name, settings.ports.client, settings.folder, settings.machine);
  }

  /** Starts it as the first member of a new cluster, or as a single server. */
  startFirst(): Promise<void> {
    return this.start(this.settings.provider === null ? [] : ['--wsrep-new-cluster']);
  }

  /** Starts it as a member of the cluster, and waits until it takes statements. */
  async start(options: readonly string[] = []): Promise<void> {
    this.serve(options);
    await this.untilMember();
  }

  /** A killed node does not know the position of its last transaction; InnoDB does. */
  async restart(): Promise<void> {
    if (this.settings.provider === null) {
      await this.start();
      return;
    }
    const log = join(this.settings.folder, `${this.name}.recovery.log`);
    await once(this.serve(['--wsrep-recover', `--log-error=${log}`]), 'exit');
    const position = readFileSync(log, 'utf8')
      .match(/Recovered position: *(\S+)/g)
      ?.at(-1);
    if (position === undefined) throw new Error(`${this.name} has no position to continue from: ${log}`);
    await this.start([`--wsrep-start-position=${position.replace(/.* /, '')}`]);
  }

  /** Makes Galera drop all messages of the other nodes; clients still reach the node. */
  async isolate(): Promise<void> {
    await this.query(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'`);
  }

  async reconnect(): Promise<void> {
    await this.query(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'`);
    await this.untilMember();
  }

  /** A status variable of the cluster, such as `wsrep_cluster_size`. */
  async status(name: string): Promise<string> {
    const [row] = await this.query<{ Value: string }>(`SHOW STATUS LIKE '${name}'`);
    return row!.Value;
  }

  protected async isMember(): Promise<boolean> {
    if (this.settings.provider === null) return (await this.query('SELECT 1')).length === 1;
    return (await this.status('wsrep_local_state_comment')) === 'Synced' && (await this.status('wsrep_ready')) === 'ON';
  }

  private serve(options: readonly string[]) {
    const own = [
      `--tmpdir=${join(this.dataFolder, 'tmp')}`,
      '--ignore-db-dirs=tmp',
      '--innodb-log-file-size=64M',
      '--innodb-autoinc-lock-mode=2',
      '--performance-schema=OFF',
      ...this.settings.options,
    ];
    const env = { ...process.env, PATH: `${SCRIPTS}:${process.env.PATH}` };
    return this.run(this.settings.mariadbd, [...own, ...this.clusterArguments(), ...options], env);
  }

  private clusterArguments(): string[] {
    const { provider, ports, groupAddresses, machine } = this.settings;
    if (provider === null) return [];
    const providerOptions = {
      'gmcast.listen_addr': `tcp://${machine.host}:${ports.group}`,
      'ist.recv_addr': `${machine.host}:${ports.incremental}`,
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
      `--wsrep-cluster-address=gcomm://${groupAddresses.join(',')}`,
      `--wsrep-node-name=${this.name}`,
      `--wsrep-node-address=${machine.host}`,
      '--wsrep-sst-method=resume',
      `--wsrep-sst-receive-address=${machine.host}:${ports.state}`,
    ];
  }
}
