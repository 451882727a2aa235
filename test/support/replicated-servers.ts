import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { listeningOn, PrivateDatabase } from './private-database.js';
import { temporaryFolder } from './temporary-folder.js';

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 50;
const READER = 'reader';

/** A primary with a binary log, and an asynchronous replica of it that refuses writes. */
export class ReplicatedServers {
  private constructor(
    readonly primary: PrivateDatabase,
    readonly replica: PrivateDatabase,
    private readonly removeFolder: () => void,
  ) {}

  static async start(): Promise<ReplicatedServers> {
    const folder = temporaryFolder('replicated');
    const port = await freePort();
    const server = async (name: string, options: readonly string[]) => {
      const dataDir = join(folder.path, name);
      mkdirSync(dataDir);
      const common = ['--innodb-log-file-size=16M', '--innodb-flush-log-at-trx-commit=2'];
      return PrivateDatabase.start(dataDir, [...common, ...options]);
    };
    const network = listeningOn(port);
    const [primary, replica] = await Promise.all([
      server('primary', ['--server-id=1', '--log-bin=changes', '--binlog-format=ROW', ...network]),
      server('replica', ['--server-id=2', '--read-only=1']),
    ]);
    const servers = new ReplicatedServers(primary, replica, () => folder.remove());
    await servers.connect(port);
    return servers;
  }

  /** A URL of the replica, for a user who may only read. */
  replicaUrl(database: string): string {
    return this.replica.urlOf(database, READER);
  }

  async untilReplicated(): Promise<void> {
    const [primary] = await this.primary.query<{ position: string }>('SELECT @@gtid_binlog_pos AS position');
    const sql = `SELECT MASTER_GTID_WAIT(?, ${PATIENCE_MS / 1_000}) AS state`;
    const [replica] = await this.replica.query<{ state: number }>(sql, [primary!.position]);
    if (replica!.state !== 0) throw new Error(await this.replicationError());
  }

  async close(): Promise<void> {
    await this.replica.release();
    // The primary notices the end of its replica late, and a private server with open sessions is not stopped.
    const sessions = "SELECT id FROM information_schema.processlist WHERE user = 'replication'";
    for (const { id } of await this.primary.query<{ id: number }>(sessions)) await this.primary.query(`KILL ${id}`);
    await this.primary.release();
    this.removeFolder();
  }

  private async connect(port: number): Promise<void> {
    const [row] = await this.primary.query<{ position: string }>('SELECT @@gtid_binlog_pos AS position');
    await this.replica.query('SET GLOBAL gtid_slave_pos = ?', [row!.position]);
    await this.primary.query("CREATE USER replication@'127.0.0.1' IDENTIFIED BY 'follows'");
    await this.primary.query("GRANT REPLICATION SLAVE ON *.* TO replication@'127.0.0.1'");
    await this.primary.query(`CREATE USER ${READER}@localhost`);
    await this.primary.query(`GRANT SELECT ON *.* TO ${READER}@localhost`);
    await this.replica.query(
      `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${port}, MASTER_USER = 'replication',
         MASTER_PASSWORD = 'follows', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1`,
    );
    await this.replica.query('START SLAVE');
    await this.untilReplicated();
  }

  private async replicationError(): Promise<string> {
    const [status] = await this.replica.query<Record<string, string>>('SHOW SLAVE STATUS');
    return `the replica does not follow: ${status?.Last_IO_Error} ${status?.Last_SQL_Error}`;
  }
}

/** Asks again until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T> | T, isWanted: (answer: T) => boolean): Promise<T> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await pause(LOOK_AGAIN_MS)) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadlineMs) throw new Error(`still not as wanted: ${JSON.stringify(answer)}`);
  }
}
