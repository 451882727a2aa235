import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { RecurringFailure } from '../logging/recurring-failure.js';
import { TABLE_OPTIONS } from './columns.js';

/** The table of LockLease. Made before the migrations, because they run under such a lease. */
export const LOCK_LEASES = {
  name: 'lock_leases',
  body: `
      name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      owner VARCHAR(96) NULL,
      until DATETIME(3) NULL,
      PRIMARY KEY (name)
    `,
};

/** Without a renewal for so long, the owner counts as dead. A schema change of a cluster stops the renewals while it runs. */
const LEASE_SECONDS = 20;
const RENEWAL_MS = 5_000;
/** How long an owner whose lease has expired can still renew it, for instance because it has just waited for a schema change. */
const GRACE_SECONDS = 5;
const LOOK_AGAIN_MS = 250;
const EXPIRED = 'expired:';
const NOW = 'UTC_TIMESTAMP(3)';

/**
 * A lock for all processes on all nodes of a cluster, as a row that names its owner. Each change of the row is a single
 * statement, of which the cluster lets only one of two simultaneous ones take effect. The clock is that of the database.
 */
export class LockLeases {
  private readonly logger = new Logger('Database');

  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /** Creates the table. Safe for several processes at once. */
  async prepare(): Promise<void> {
    await this.dataSource.query(
      `CREATE TABLE IF NOT EXISTS ${LOCK_LEASES.name} (${LOCK_LEASES.body}) ${TABLE_OPTIONS}`,
    );
  }

  /** Runs `work` while no other owner has the lease; null if it was not free within `waitSeconds`. */
  async withLease<T>(name: string, waitSeconds: number, work: () => Promise<T>): Promise<{ result: T } | null> {
    const owner = `${hostname().slice(0, 40)}:${process.pid}:${randomBytes(4).toString('hex')}`;
    if (!(await this.waitFor(name, owner, waitSeconds))) return null;
    const failure = new RecurringFailure(this.logger);
    const renewal = setInterval(() => void this.renew(name, owner, failure), RENEWAL_MS);
    try {
      return { result: await work() };
    } finally {
      clearInterval(renewal);
      // If this fails, the lease expires. The error of the work must not be hidden.
      await this.release(name, owner).catch(() => undefined);
    }
  }

  private async waitFor(name: string, owner: string, waitSeconds: number): Promise<boolean> {
    await this.ensure(name);
    for (const deadlineMs = Date.now() + waitSeconds * 1_000; ; await pause(LOOK_AGAIN_MS)) {
      if (await this.acquire(name, owner)) return true;
      if (Date.now() >= deadlineMs) return false;
    }
  }

  /**
   * Takes a free lease. One that has expired is only marked at first, so that its owner can still renew it, and taken a few seconds
   * later. Accepts its own owner: a cluster may repeat a statement that it has already applied.
   */
  async acquire(name: string, owner: string): Promise<boolean> {
    const [lease] = await this.dataSource.query<{ owner: string | null; isOver: number }[]>(
      `SELECT owner, COALESCE(until <= ${NOW}, 1) AS isOver FROM lock_leases WHERE name = ?`,
      [name],
    );
    if (lease === undefined) return false;
    const own = [owner, EXPIRED + owner];
    if (lease.owner !== null && !own.includes(lease.owner)) {
      if (Number(lease.isOver) === 0) return false;
      if (!lease.owner.startsWith(EXPIRED)) {
        await this.markExpired(name, lease.owner);
        return false;
      }
    }
    return this.change(
      `UPDATE lock_leases SET owner = ?, until = ${NOW} + INTERVAL ${LEASE_SECONDS} SECOND
        WHERE name = ? AND (owner IS NULL OR owner IN (?) OR (owner LIKE '${EXPIRED}%' AND until <= ${NOW}))`,
      [owner, name, own],
    );
  }

  private async markExpired(name: string, owner: string): Promise<void> {
    await this.change(
      `UPDATE lock_leases SET owner = CONCAT('${EXPIRED}', owner), until = ${NOW} + INTERVAL ${GRACE_SECONDS} SECOND
        WHERE name = ? AND owner = ? AND until <= ${NOW}`,
      [name, owner],
    );
  }

  private async renew(name: string, owner: string, failure: RecurringFailure): Promise<void> {
    try {
      const isRenewed = await this.change(
        `UPDATE lock_leases SET owner = ?, until = ${NOW} + INTERVAL ${LEASE_SECONDS} SECOND
          WHERE name = ? AND owner IN (?, ?)`,
        [owner, name, owner, EXPIRED + owner],
      );
      failure.succeeded(`${name}: the lock can be renewed again`);
      if (!isRenewed) this.logger.warn(`${name}: the lock is lost to another process`);
    } catch (error) {
      failure.failed(`${name}: the lock could not be renewed: ${String(error)}`);
    }
  }

  private async release(name: string, owner: string): Promise<void> {
    await this.change('UPDATE lock_leases SET owner = NULL, until = NULL WHERE name = ? AND owner IN (?, ?)', [
      name,
      owner,
      EXPIRED + owner,
    ]);
  }

  /** Adds the row, unless it is there. */
  private async ensure(name: string): Promise<void> {
    const rows = await this.dataSource.query<unknown[]>('SELECT 1 FROM lock_leases WHERE name = ?', [name]);
    if (rows.length > 0) return;
    await this.dataSource.query('INSERT INTO lock_leases (name) VALUES (?) ON DUPLICATE KEY UPDATE name = name', [
      name,
    ]);
  }

  private async change(sql: string, values: unknown[]): Promise<boolean> {
    const { affectedRows } = await this.dataSource.query<{ affectedRows: number }>(sql, values);
    return affectedRows === 1;
  }
}
