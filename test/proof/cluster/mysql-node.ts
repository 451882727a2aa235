import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ClusterNode } from './cluster-node.js';
import type { Machine } from './machines.js';

/** The mysqld of PROOF_MYSQLD, with the plugin group_replication.so in its folder of plugins; null, with a line on the console: none. */
export function mysqldOfProof(): string | null {
  const path = process.env.PROOF_MYSQLD;
  try {
    if (path === undefined) throw new Error('PROOF_MYSQLD names no mysqld of MySQL 8.4 or 9.7');
    accessSync(path, constants.X_OK);
    return path;
  } catch (error) {
    console.warn(`MySQL is not tried: ${(error as Error).message}`);
    return null;
  }
}

export interface MySqlSettings {
  mysqld: string;
  /** A number from 1. */
  serverId: number;
  folder: string;
  machine: Machine;
  port: number;
}

/** A mysqld that writes a binary log with GTIDs. */
export class MySqlNode extends ClusterNode {
  constructor(
    private readonly own: MySqlSettings,
    private readonly options: readonly string[] = [],
  ) {
    super(`n${own.serverId}`, own.port, own.folder, own.machine);
  }

  /** Makes its data folder. Each server makes an id of its own at its first start. */
  async initialise(): Promise<void> {
    mkdirSync(this.dataFolder);
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    await promisify(execFile)(this.own.mysqld, [
      ...['--no-defaults', '--initialize-insecure', `--datadir=${this.dataFolder}`, '--secure-file-priv=', ...asRoot],
    ]);
    rmSync(join(this.dataFolder, 'auto.cnf'), { force: true });
  }

  async serve(): Promise<void> {
    const { mysqld, serverId, machine } = this.own;
    this.run(mysqld, [
      ...['--mysqlx=0', '--secure-file-priv=', `--server-id=${serverId}`, '--log-bin=binlog', '--sync-binlog=0'],
      ...['--gtid-mode=ON', '--enforce-gtid-consistency=ON', `--report-host=${machine.host}`],
      ...this.options,
    ]);
    await this.untilTrue(async () => (await this.query('SELECT 1')).length === 1);
  }

  restart(): Promise<void> {
    return this.serve();
  }

  /** Statements that no other server gets. */
  async onlyHere(...statements: readonly string[]): Promise<void> {
    await this.inSession('SET SQL_LOG_BIN = 0', ...statements);
  }

  protected async isMember(): Promise<boolean> {
    return (await this.query('SELECT 1')).length === 1;
  }
}
