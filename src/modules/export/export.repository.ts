import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ConsistentView } from './consistent-view.js';
import type { Batch, Dataset, ExportedRide, ExportWindow, StoredRow } from './export-table.js';

/** A park, or a ride with those that are linked to it. */
export type ExportScope = { parkId: number } | { canonicalRideId: number };

/** Rows of one statement: enough that its cost does not count, few enough that memory does not. */
export const ROWS_PER_BATCH = 5_000;

/** SQL that reads what is exported, all of it in one view. */
@Injectable()
export class ExportRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  openView(): Promise<ConsistentView> {
    return ConsistentView.open(this.dataSource);
  }

  /** The rides of a scope with those linked to them, which are stored under ids of their own. */
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

  /** All rows of the rides in the window, by ride and natural key; a ride without rows gives no batch. */
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
