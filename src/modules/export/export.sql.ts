import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { ConsistentView } from '../../common/database/consistent-view.js';
import { ServerDialect, type SqlRange } from '../../common/database/dialect/server-dialect.js';
import { sqlInstant } from '../../common/database/sql-helpers.js';
import { Ride, RideAlias } from '../catalog/entities/ride.entity.js';
import type { Batch, Dataset, ExportedRide, ExportWindow, StoredRow } from './export-table.js';
import { ViewOutdatedError } from './outdated-view.js';

/** A park, or a ride with the rides linked to it. */
export type ExportScope = { parkId: number } | { canonicalRideId: number };

/** Rows per statement: enough to make the overhead of a statement negligible, few enough to bound memory. */
export const ROWS_PER_BATCH = 5_000;

/** Reads exported rows, all in one consistent view. */
@Injectable()
export class ExportRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly dialect: ServerDialect,
  ) {}

  openView(): Promise<ConsistentView> {
    return ConsistentView.open(this.dataSource, (cause) => new ViewOutdatedError(cause));
  }

  /** The rides of a scope, with the rides linked to them, whose rows are stored under their own ids. */
  findRides(view: ConsistentView, scope: ExportScope): Promise<ExportedRide[]> {
    const [ride, canonical, alias] = [columnsOf(Ride, 'r'), columnsOf(Ride, 'c'), columnsOf(RideAlias, 'a')];
    const [column, id] =
      'parkId' in scope ? [canonical.parkId, scope.parkId] : [canonical.rideId, scope.canonicalRideId];
    return view.query<ExportedRide>(
      `SELECT ${ride.rideId} AS rideId, ${canonical.rideId} AS canonicalRideId, ${canonical.name} AS rideName,
              ${canonical.parkId} AS parkId
         FROM ${tableOf(Ride)} c JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${canonical.rideId}
        WHERE ${column} = ? AND NOT EXISTS (
              SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${canonical.rideId})
       UNION ALL
       SELECT ${alias.aliasRideId}, ${canonical.rideId}, ${canonical.name}, ${canonical.parkId}
         FROM ${tableOf(Ride)} c JOIN ${tableOf(RideAlias)} a ON ${alias.rideId} = ${canonical.rideId}
        WHERE ${column} = ?
        ORDER BY canonicalRideId, rideId`,
      [id, id],
    );
  }

  /**
   * All rows of the rides in the window, by ride and natural key; a ride without rows yields no batch. Fails if partitions of the
   * window were rebuilt after the view was opened.
   */
  async *readBatches(
    view: ConsistentView,
    dataset: Dataset,
    rides: readonly ExportedRide[],
    window: ExportWindow,
  ): AsyncGenerator<Batch, undefined> {
    const bounds = await this.partitionBounds(view, dataset);
    for (const ride of rides) {
      let after: StoredRow | null = null;
      do {
        const rows = await this.readBatch(view, dataset, { rideId: ride.rideId, window, after, bounds });
        if (rows.length > 0) yield { ride, rows };
        after = rows.length === ROWS_PER_BATCH ? rows.at(-1)! : null;
      } while (after !== null);
    }
  }

  private async partitionBounds(view: ConsistentView, { table }: Dataset): Promise<string[]> {
    const asked = this.dialect.partitionBounds(table);
    if (asked === null) return [];
    const rows = await view.query<{ bound: string }>(asked.sql, asked.values);
    return rows.map(({ bound }) => bound);
  }

  /** @throws ViewOutdatedError */
  private readBatch(view: ConsistentView, dataset: Dataset, batch: BatchRead): Promise<StoredRow[]> {
    const { rideId, window, after, bounds } = batch;
    return view.holdingLocks(async (query) => {
      const rows = await query<StoredRow>(dataset.batchSql(rideId, window, after, ROWS_PER_BATCH));
      const guarded = { table: dataset.table, keyColumn: 'ride_id', rangeColumn: 'recorded_at' };
      const guard = this.dialect.partitionGuard(guarded, rangeOfBatch(window, after, rows), bounds);
      if (guard !== null) await query(guard);
      return rows;
    });
  }
}

interface BatchRead {
  rideId: number;
  window: ExportWindow;
  /** The last row of the preceding batch of the ride. */
  after: StoredRow | null;
  /** Bounds of the partitions; empty if the server needs no guard. */
  bounds: readonly string[];
}

/** What a batch has read: up to its last row, or up to the end of the window if it is the last one of its ride. */
function rangeOfBatch(window: ExportWindow, after: StoredRow | null, rows: readonly StoredRow[]): SqlRange {
  const fromMs = after === null ? window.fromMs : Number(after.recordedAt);
  const beforeMs = rows.length === ROWS_PER_BATCH ? Number(rows.at(-1)!.recordedAt) + 1 : window.toMs;
  return { from: sqlInstant(fromMs), before: sqlInstant(beforeMs) };
}
