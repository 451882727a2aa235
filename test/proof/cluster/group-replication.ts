import { execFile } from 'node:child_process';
import { accessSync, constants, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../../support/free-port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { Cluster, USER } from './cluster.js';
import { ClusterNode } from './cluster-node.js';

const NODES = 3;
const PORTS_OF_A_NODE = 2;
const RECOVERY = { user: 'recovery', password: 'recovery' };
const RECOVERY_RIGHTS = 'REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM';

/** The mysqld of PROOF_MYSQLD, with the plugin group_replication.so in its folder of plugins; null, with a line on the console: none. */
export function mysqldOfProof(): string | null {
  const path = process.env.PROOF_MYSQLD;
  try {
    if (path === undefined) throw new Error('PROOF_MYSQLD names no mysqld of MySQL 8.4 or 9.7');
    accessSync(path, constants.X_OK);
    return path;
  } catch (error) {
    console.warn(`Group Replication is not tried: ${(error as Error).message}`);
    return null;
  }
}

interface GroupNodeSettings {
  mysqld: string;
  /** A number from 1. */
  serverId: number;
  folder: string;
  port: number;
  groupPort: number;
  groupPorts: readonly number[];
}

/** A mysqld that is a member of a group with one primary. */
export class GroupNode extends ClusterNode {
  constructor(private readonly settings: GroupNodeSettings) {
    super(`n${settings.serverId}`, settings.port, settings.folder);
  }

  /** Makes it the first member of a new group. */
  async found(): Promise<void> {
    await this.query('SET GLOBAL group_replication_bootstrap_group = ON');
    await this.join();
    await this.query('SET GLOBAL group_replication_bootstrap_group = OFF');
  }

  async restart(): Promise<void> {
    await this.serve();
    await this.join();
  }

  /** Starts it outside the group. */
  async serve(): Promise<void> {
    const { mysqld, serverId, groupPort, groupPorts } = this.settings;
    const seeds = groupPorts.map((port) => `127.0.0.1:${port}`).join(',');
    this.run(mysqld, [
      ...['--mysqlx=0', '--secure-file-priv=', `--server-id=${serverId}`, '--log-bin=binlog', '--sync-binlog=0'],
      ...['--gtid-mode=ON', '--enforce-gtid-consistency=ON', '--report-host=127.0.0.1'],
      '--plugin-load-add=group_replication.so',
      '--loose-group-replication-group-name=5a1c3f0e-6a52-4c1b-9d0e-1f2a3b4c5d6e',
      '--loose-group-replication-start-on-boot=OFF',
      `--loose-group-replication-local-address=127.0.0.1:${groupPort}`,
      `--loose-group-replication-group-seeds=${seeds}`,
      '--loose-group-replication-recovery-get-public-key=ON',
      // as docs/high-availability.md says
      '--loose-group-replication-member-expel-timeout=0',
      '--loose-group-replication-unreachable-majority-timeout=5',
    ]);
    await this.untilServing();
  }

  async join(): Promise<void> {
    await this.query(
      `CHANGE REPLICATION SOURCE TO SOURCE_USER = '${RECOVERY.user}', SOURCE_PASSWORD = '${RECOVERY.password}'
        FOR CHANNEL 'group_replication_recovery'`,
    );
    await this.query('START GROUP_REPLICATION');
    await this.untilMember();
  }

  /** In this member's view, which is an old one where it is cut off. */
  async role(): Promise<'PRIMARY' | 'SECONDARY' | null> {
    const [row] = await this.query<{ role: 'PRIMARY' | 'SECONDARY' }>(
      `SELECT MEMBER_ROLE AS role FROM performance_schema.replication_group_members
        WHERE MEMBER_ID = @@server_uuid AND MEMBER_STATE = 'ONLINE'`,
    );
    return row?.role ?? null;
  }

  protected async isMember(): Promise<boolean> {
    return (await this.role()) !== null;
  }

  private async untilServing(): Promise<void> {
    await this.untilTrue(async () => (await this.query('SELECT 1')).length === 1);
  }
}

/** Three members of MySQL Group Replication on the loopback interface, with one primary. */
export class GroupReplication extends Cluster<GroupNode> {
  static async start(mysqld: string): Promise<GroupReplication> {
    const folder = temporaryFolder('group');
    const ports = await freePorts(NODES * PORTS_OF_A_NODE);
    const groupPorts = ports.slice(NODES);
    const nodes = groupPorts.map((groupPort, at) => {
      const own = { serverId: at + 1, port: ports[at]!, groupPort };
      return new GroupNode({ ...own, mysqld, groupPorts, folder: folder.path });
    });
    const group = new GroupReplication(nodes, folder);
    try {
      await group.initialise(mysqld);
      return group;
    } catch (error) {
      await group.close();
      throw error;
    }
  }

  async writerFirst(): Promise<[GroupNode, GroupNode, GroupNode]> {
    const roles = new Map(await Promise.all(this.nodes.map(async (node) => [node, await node.role()] as const)));
    const rank = (node: GroupNode) => (roles.get(node) === 'PRIMARY' ? 0 : 1);
    return [...this.nodes].sort((a, b) => rank(a) - rank(b)) as [GroupNode, GroupNode, GroupNode];
  }

  /** All members begin with the same data, so that none needs a full copy of another one. */
  private async initialise(mysqld: string): Promise<void> {
    const [first, ...others] = this.nodes as [GroupNode, ...GroupNode[]];
    mkdirSync(first.dataFolder);
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    await promisify(execFile)(mysqld, [
      ...['--no-defaults', '--initialize-insecure', `--datadir=${first.dataFolder}`, '--secure-file-priv=', ...asRoot],
    ]);
    // Each server makes an id of its own at its first start.
    rmSync(join(first.dataFolder, 'auto.cnf'), { force: true });
    for (const { dataFolder } of others) cpSync(first.dataFolder, dataFolder, { recursive: true });
    for (const node of this.nodes) {
      await node.serve();
      // of each member by itself, and so not a transaction of the group
      const { user, password } = RECOVERY;
      await node.inSession(
        'SET SQL_LOG_BIN = 0',
        `CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}'`,
        `GRANT ${RECOVERY_RIGHTS} ON *.* TO '${user}'@'127.0.0.1'`,
      );
    }
    await first.found();
    for (const node of others) await node.join();
    await first.query(`CREATE USER '${USER.user}'@'127.0.0.1' IDENTIFIED BY '${USER.password}'`);
    await first.query(`GRANT ALL ON *.* TO '${USER.user}'@'127.0.0.1'`);
  }
}
