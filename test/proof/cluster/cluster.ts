import type { ConnectionTarget } from '../../../src/common/database/data-source-options.js';
import type { temporaryFolder } from '../../support/temporary-folder.js';
import type { ClusterNode } from './cluster-node.js';

export const USER = { user: 'proof', password: 'proof' };

/** Servers that have the same data. */
export abstract class Cluster<Node extends ClusterNode = ClusterNode> {
  constructor(
    readonly nodes: readonly Node[],
    private readonly folder: ReturnType<typeof temporaryFolder>,
  ) {}

  /** All nodes, the one that takes writes first. */
  abstract writerFirst(): Promise<[Node, Node, Node]>;

  /** A new schema on all nodes. */
  async createDatabase(name: string): Promise<void> {
    const [writer] = await this.writerFirst();
    await writer.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  }

  /** The database on the first of these nodes, and on the others if it fails. */
  target(database: string, ...nodes: readonly ClusterNode[]): ConnectionTarget {
    const [first, ...others] = nodes.map(({ machine: { host }, port }) => ({ host, port }));
    return { ...first!, ...(others.length === 0 ? {} : { otherHosts: others }), ...USER, database };
  }

  /** A DATABASE_URL with these nodes, in order of preference. */
  url(database: string, ...nodes: readonly ClusterNode[]): string {
    const hosts = nodes.map(({ machine, port }) => `${machine.host}:${port}`).join(',');
    return `mysql://${USER.user}:${USER.password}@${hosts}/${database}`;
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.kill();
    this.folder.remove();
  }
}
