import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { sqlInstant } from '../../common/database/sql-instant.js';

/** Live responses of one destination that are stored with a time in the future. */
export interface ResponsesAhead {
  destinationId: number;
  name: string;
  newestAt: Date;
}

/** SQL that finds live responses with instants ahead of the clock. */
@Injectable()
export class ClockWatchRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Sorted by name. Cheap at any size: the newest response of a destination is the end of its part of an index. */
  async find(horizonMs: number): Promise<ResponsesAhead[]> {
    return this.dataSource.query<ResponsesAhead[]>(
      `SELECT n.destination_id AS destinationId, d.name, n.newest AS newestAt
         FROM (SELECT destination_id, MAX(observed_at) AS newest FROM collection_run_destinations
                GROUP BY destination_id) n
         JOIN destinations d ON d.destination_id = n.destination_id
        WHERE n.newest > ? ORDER BY d.name, n.destination_id`,
      [sqlInstant(horizonMs)],
    );
  }
}
