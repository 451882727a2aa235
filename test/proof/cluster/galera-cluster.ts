import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { findServerBinaries } from '../../../src/common/database/embedded/server-binaries.js';
import { fileOfDebianPackage } from '../../support/debian-package.js';
import { freePorts } from '../../support/free-port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { Cluster, USER } from './cluster.js';
import { GaleraNode, type NodePorts } from './galera-node.js';
import { LOOPBACK, type Machine } from './machines.js';

const NODES = 3;
const PORTS_OF_A_NODE = 4;

/** libgalera_smm.so of Debian's package galera-4; null if it cannot be had, for which the console has the reason. */
export function galeraProvider(): string | null {
  const installed = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
  return fileOfDebianPackage('galera-4', /usr\/lib\/galera\/libgalera_smm\.so$/, installed);
}

interface GaleraSettings {
  /** One for each node; by default, all are on the loopback interface. */
  machines: readonly Machine[];
  /** Options of the server with this index; by default, it has no binary log. */
  optionsOf: (index: number) => readonly string[];
}

/** Three nodes of MariaDB with Galera, or a single server. */
export class GaleraCluster extends Cluster<GaleraNode> {
  static start(provider: string, settings: Partial<GaleraSettings> = {}): Promise<GaleraCluster> {
    return GaleraCluster.startNodes(NODES, provider, settings);
  }

  /** A server with the same options that is no member of a cluster. */
  static startSingle(settings: Partial<GaleraSettings> = {}): Promise<GaleraCluster> {
    return GaleraCluster.startNodes(1, null, settings);
  }

  private static async startNodes(
    count: number,
    provider: string | null,
    { machines = [], optionsOf = () => ['--skip-log-bin'] }: Partial<GaleraSettings>,
  ): Promise<GaleraCluster> {
    const { mariadbd, installDb } = findServerBinaries()!;
    const folder = temporaryFolder('galera');
    const ports = await nodePorts(count);
    const machineOf = (index: number) => machines[index] ?? LOOPBACK;
    const groupAddresses = ports.map(({ group }, index) => `${machineOf(index).host}:${group}`);
    const nodes = ports.map((own, index) => {
      const place = { name: `n${index + 1}`, folder: folder.path, machine: machineOf(index), ports: own };
      return new GaleraNode({ ...place, mariadbd, provider, groupAddresses, options: optionsOf(index) });
    });
    const cluster = new GaleraCluster(nodes, folder);
    try {
      await cluster.initialise(installDb);
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** All nodes begin with the same data, so that none needs a full copy of another one. */
  private async initialise(installDb: string): Promise<void> {
    const [first, ...others] = this.nodes as [GaleraNode, ...GaleraNode[]];
    mkdirSync(first.dataFolder);
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    const options = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
    await promisify(execFile)(installDb, ['--no-defaults', `--datadir=${first.dataFolder}`, ...options, ...asRoot]);
    await first.startFirst();
    await first.query(`CREATE USER '${USER.user}'@'%' IDENTIFIED BY '${USER.password}'`);
    await first.query(`GRANT ALL ON *.* TO '${USER.user}'@'%'`);
    if (others.length === 0) return;
    await first.stop();
    const isData = (path: string) => !path.endsWith('galera.cache');
    for (const { dataFolder } of others) cpSync(first.dataFolder, dataFolder, { recursive: true, filter: isData });
    await first.startFirst();
    for (const node of others) await node.start();
  }

  writerFirst(): Promise<[GaleraNode, GaleraNode, GaleraNode]> {
    return Promise.resolve(this.nodes as [GaleraNode, GaleraNode, GaleraNode]);
  }
}

async function nodePorts(count: number): Promise<NodePorts[]> {
  const ports = await freePorts(count * PORTS_OF_A_NODE);
  return Array.from({ length: count }, (_, index) => {
    const [client, group, incremental, state] = ports.slice(index * PORTS_OF_A_NODE) as [
      number,
      number,
      number,
      number,
    ];
    return { client, group, incremental, state };
  });
}
