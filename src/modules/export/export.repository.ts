import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Batch, Dataset, ExportedRide, ExportWindow, StoredRow } from './export-table.js';

const SAVEPOINT = 'before_read';

/**
 * A consistent view of the database at one instant, over any number of statements and concurrent writes.
 *
 * Between statements it holds no metadata lock. Without the rollback to the savepoint, the transaction would keep its
 * metadata locks to the end: no partition could be added until the slowest client has its file, and all other statements
 * would queue behind that change. See docs/decisions.
 */
export class ConsistentView {
  private isOpen = true;

  private constructor(private readonly runner: QueryRunner) {}

  static async open(dataSource: DataSource): Promise<ConsistentView> {
    const runner = dataSource.createQueryRunner();
    const view = new ConsistentView(runner);
    try {
      // sessions are READ COMMITTED; this applies to the next transaction only
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      await runner.query(`SAVEPOINT ${SAVEPOINT}`);
      return view;
    } catch (error) {
      await view.close();
      throw error;
    }
  }

  async query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    const rows = (await this.runner.query(sql, values)) as Row[];
    if (!this.isOpen) throw new Error('The view was closed while it was read');
    await this.runner.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    return rows;
  }

  /** Releases the connection; may be called repeatedly. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      await this.runner.query('ROLLBACK');
    } finally {
      // a connection that cannot even roll back is dead, which its pool detects
      await this.runner.release();
    }
  }
}

/** A park, or a ride with the rides linked to it. */
export type ExportScope = { parkId: number } | { canonicalRideId: number };

/** Rows per statement: enough to make the overhead of a statement negligible, few enough to bound memory. */
export const ROWS_PER_BATCH = 5_000;

/** Reads exported rows, all in one consistent view. */
@Injectable()
export class ExportRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  openView(): Promise<ConsistentView> {
    return ConsistentView.open(this.dataSource);
  }

  /** The rides of a scope, with the rides linked to them, whose rows are stored under their own ids. */
  findRides(view: ConsistentView, scope: ExportScope): Promise<ExportedRide[]> {
    const [column, id] = 'parkId' in scope ? ['park_id', scope.parkId] : ['ride_id', scope.canonicalRideId];
    return view.query<ExportedRide>(
      `SELECT r.ride_id AS rideId, c.ride_id AS canonicalRideId, c.name AS rideName, c.park_id AS parkId
         FROM rides c JOIN rides r ON r.ride_id = c.ride_id
        WHERE c.${column} = ? AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = c.ride_id)
       UNION ALL
       SELECT a.alias_ride_id, c.ride_id, c.name, c.park_id
         FROM rides c JOIN ride_aliases a ON a.ride_id = c.ride_id
        WHERE c.${column} = ?
        ORDER BY canonicalRideId, rideId`,
      [id, id],
    );
  }

  /** All rows of the rides in the window, by ride and natural key; a ride without rows yields no batch. */
  async *readBatches(
    view: ConsistentView,
    dataset: Dataset,
    rides: readonly ExportedRide[],
    window: ExportWindow,
  ): AsyncGenerator<Batch, undefined> {
    for (const ride of rides) {
      let after: StoredRow | null = null;
      do {
        const rows: StoredRow[] = await view.query<StoredRow>(
          dataset.batchSql(ride.rideId, window, after, ROWS_PER_BATCH),
        );
        if (rows.length > 0) yield { ride, rows };
        after = rows.length === ROWS_PER_BATCH ? rows.at(-1)! : null;
      } while (after !== null);
    }
  }
}
