import { freePorts } from '../../support/free-port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { USER } from './cluster.js';
import type { ClusterNode } from './cluster-node.js';
import { GaleraCluster } from './galera-cluster.js';
import { LOOPBACK } from './machines.js';
import { MySqlNode } from './mysql-node.js';

const PATIENCE_S = 60;

/** A server that is written to, and an asynchronous replica of it that refuses writes. */
export interface ReplicaPair {
  primary: ClusterNode;
  replica: ClusterNode;
  /** Waits until the replica has everything. */
  untilReplicated(): Promise<void>;
  /** The replica receives changes, and does not apply them. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

export const urlOf = ({ machine, port }: ClusterNode, database: string): string =>
  `mysql://${USER.user}:${USER.password}@${machine.host}:${port}/${database}`;

/** Two servers of MySQL, as docs/high-availability.md sets them up. */
export async function mySqlPair(mysqld: string): Promise<ReplicaPair> {
  const folder = temporaryFolder('mysql-replica');
  const [port, replicaPort] = (await freePorts(2)) as [number, number];
  const common = { mysqld, folder: folder.path, machine: LOOPBACK };
  const primary = new MySqlNode({ ...common, serverId: 1, port });
  const replica = new MySqlNode({ ...common, serverId: 2, port: replicaPort }, ['--super-read-only=ON']);
  const close = async (): Promise<void> => {
    for (const server of [replica, primary]) await server.kill();
    folder.remove();
  };
  try {
    for (const server of [primary, replica]) {
      await server.initialise();
      await server.serve();
    }
    await primary.query(`CREATE USER '${USER.user}'@'%' IDENTIFIED BY '${USER.password}'`);
    await primary.query(`GRANT ALL ON *.* TO '${USER.user}'@'%'`);
    await replica.query(
      `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${LOOPBACK.host}', SOURCE_PORT = ${port}, SOURCE_USER = '${USER.user}',
         SOURCE_PASSWORD = '${USER.password}', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1`,
    );
    await replica.query('START REPLICA');
  } catch (error) {
    await close();
    throw error;
  }
  const untilReplicated = async (): Promise<void> => {
    const [row] = await primary.query<{ position: string }>('SELECT @@GLOBAL.gtid_executed AS position');
    const sql = `SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ${PATIENCE_S}) AS state`;
    await expectFollowing(replica, sql, row!.position, 'SHOW REPLICA STATUS');
  };
  await untilReplicated();
  return {
    ...{ primary, replica, untilReplicated, close },
    pause: () => replica.inSession('STOP REPLICA SQL_THREAD'),
    resume: () => replica.inSession('START REPLICA SQL_THREAD'),
  };
}

/** A node of Galera, and a MariaDB outside the cluster that follows it. */
export interface GaleraPair extends ReplicaPair {
  cluster: GaleraCluster;
  /** Makes the replica follow another node, from where it is. */
  follow: (node: ClusterNode) => Promise<void>;
}

/** The nodes write the same positions, so that the replica can change between them. */
const optionsOfNode = (index: number): string[] => [
  ...[
    '--server-id=1',
    '--log-bin=changes',
    '--log-slave-updates=ON',
    '--wsrep-gtid-mode=ON',
    '--wsrep-gtid-domain-id=1',
  ],
  `--gtid-domain-id=${index + 11}`,
];

export async function galeraPair(provider: string): Promise<GaleraPair> {
  const cluster = await GaleraCluster.start(provider, { optionsOf: optionsOfNode });
  const single = await GaleraCluster.startSingle({
    optionsOf: () => ['--server-id=2', '--read-only=ON', '--log-bin=changes'],
  });
  const [primary, replica] = [cluster.nodes[0]!, single.nodes[0]!];
  const position = async (): Promise<string> =>
    (await primary.query<{ position: string }>('SELECT @@GLOBAL.gtid_binlog_pos AS position'))[0]!.position;
  const follow = (node: ClusterNode): Promise<void> =>
    replica.inSession(
      'STOP SLAVE',
      `CHANGE MASTER TO MASTER_HOST = '${node.machine.host}', MASTER_PORT = ${node.port}, MASTER_USER = '${USER.user}',
         MASTER_PASSWORD = '${USER.password}', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1`,
      'START SLAVE',
    );
  const untilReplicated = async (): Promise<void> => {
    const sql = `SELECT MASTER_GTID_WAIT(?, ${PATIENCE_S}) AS state`;
    await expectFollowing(replica, sql, await position(), 'SHOW SLAVE STATUS');
  };
  const close = async (): Promise<void> => {
    await single.close();
    await cluster.close();
  };
  try {
    // Both have the same users already.
    await replica.query('SET GLOBAL gtid_slave_pos = ?', [await position()]);
    await follow(primary);
    await untilReplicated();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ cluster, primary, replica, follow, untilReplicated, close },
    pause: () => replica.inSession('STOP SLAVE SQL_THREAD'),
    resume: () => replica.inSession('START SLAVE SQL_THREAD'),
  };
}

async function expectFollowing(replica: ClusterNode, waitSql: string, position: string, statusSql: string) {
  const [row] = await replica.query<{ state: number }>(waitSql, [position]);
  if (row!.state === 0) return;
  const [status] = await replica.query<Record<string, string>>(statusSql);
  throw new Error(`the replica does not follow: ${status?.Last_IO_Error} ${status?.Last_SQL_Error}`);
}
