import { cpSync } from 'node:fs';
import { freePorts } from '../../support/free-port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { Cluster, USER } from './cluster.js';
import { LOOPBACK, type Machine } from './machines.js';
import { MySqlNode, type MySqlSettings } from './mysql-node.js';

const NODES = 3;
const PORTS_OF_A_NODE = 2;
const RECOVERY = { user: 'recovery', password: 'recovery' };
const RECOVERY_RIGHTS = 'REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM';

/** A mysqld that is a member of a group with one primary. */
export class GroupNode extends MySqlNode {
  /** @param groupAddresses `host:port` of all members */
  constructor(settings: MySqlSettings, groupPort: number, groupAddresses: readonly string[]) {
    super(settings, [
      '--plugin-load-add=group_replication.so',
      '--loose-group-replication-group-name=5a1c3f0e-6a52-4c1b-9d0e-1f2a3b4c5d6e',
      '--loose-group-replication-start-on-boot=OFF',
      `--loose-group-replication-local-address=${settings.machine.host}:${groupPort}`,
      `--loose-group-replication-group-seeds=${groupAddresses.join(',')}`,
      `--loose-group-replication-ip-allowlist=${hostsOf(groupAddresses).join(',')}`,
      '--loose-group-replication-recovery-get-public-key=ON',
      // as docs/high-availability.md says
      '--loose-group-replication-member-expel-timeout=0',
      '--loose-group-replication-unreachable-majority-timeout=5',
    ]);
  }

  /** Makes it the first member of a new group. */
  async found(): Promise<void> {
    await this.query('SET GLOBAL group_replication_bootstrap_group = ON');
    await this.join();
    await this.query('SET GLOBAL group_replication_bootstrap_group = OFF');
  }

  override async restart(): Promise<void> {
    await this.serve();
    await this.join();
  }

  async join(): Promise<void> {
    await this.query(
      `CHANGE REPLICATION SOURCE TO SOURCE_USER = '${RECOVERY.user}', SOURCE_PASSWORD = '${RECOVERY.password}'
        FOR CHANNEL 'group_replication_recovery'`,
    );
    await this.query('START GROUP_REPLICATION');
    await this.untilMember();
  }

  /** As an operator does when it has been cut off: by itself, it tries again after five minutes. */
  async rejoin(): Promise<void> {
    await this.query('STOP GROUP_REPLICATION');
    await this.join();
  }

  /** In this member's view, which is an old one where it is cut off. */
  async role(): Promise<'PRIMARY' | 'SECONDARY' | null> {
    const [row] = await this.query<{ role: 'PRIMARY' | 'SECONDARY' }>(
      `SELECT MEMBER_ROLE AS role FROM performance_schema.replication_group_members
        WHERE MEMBER_ID = @@server_uuid AND MEMBER_STATE = 'ONLINE'`,
    );
    return row?.role ?? null;
  }

  protected override async isMember(): Promise<boolean> {
    return (await this.role()) !== null;
  }
}

/** Three members of MySQL Group Replication, with one primary. */
export class GroupReplication extends Cluster<GroupNode> {
  /** @param machines one for each member */
  static async start(mysqld: string, machines: readonly Machine[] = []): Promise<GroupReplication> {
    const folder = temporaryFolder('group');
    const ports = await freePorts(NODES * PORTS_OF_A_NODE);
    const machineOf = (at: number) => machines[at] ?? LOOPBACK;
    const groupPorts = ports.slice(NODES);
    const groupAddresses = groupPorts.map((port, at) => `${machineOf(at).host}:${port}`);
    const nodes = groupPorts.map((groupPort, at) => {
      const own = { serverId: at + 1, machine: machineOf(at), port: ports[at]! };
      return new GroupNode({ ...own, mysqld, folder: folder.path }, groupPort, groupAddresses);
    });
    const group = new GroupReplication(nodes, folder);
    try {
      await group.initialise();
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
  private async initialise(): Promise<void> {
    const [first, ...others] = this.nodes as [GroupNode, ...GroupNode[]];
    await first.initialise();
    for (const { dataFolder } of others) cpSync(first.dataFolder, dataFolder, { recursive: true });
    for (const node of this.nodes) {
      await node.serve();
      // of each member by itself, and so not a transaction of the group
      const { user, password } = RECOVERY;
      await node.onlyHere(
        `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`,
        `GRANT ${RECOVERY_RIGHTS} ON *.* TO '${user}'@'%'`,
      );
    }
    await first.found();
    for (const node of others) await node.join();
    await first.query(`CREATE USER '${USER.user}'@'%' IDENTIFIED BY '${USER.password}'`);
    await first.query(`GRANT ALL ON *.* TO '${USER.user}'@'%'`);
  }
}

const hostsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((address) => address.split(':')[0]!)),
];
