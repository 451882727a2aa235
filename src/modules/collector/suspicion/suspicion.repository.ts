import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-time.js';
import { isCountedRideSql } from '../../catalog/counted-entities.js';
import type { ObservedSpan } from './seen-run.js';

export interface NewestRun extends ObservedSpan {
  parkId: number;
  parkName: string;
  timezone: string | null;
  /** The ride that it counts as: itself, unless it was linked to another one. */
  countsAs: number;
  /** The ride under whose UUID it was observed. */
  rideId: number;
  name: string;
}

/** SQL that looks for feeds which are not to be believed; reads only what is kept current. */
@Injectable()
export class FeedHealthRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The newest live run of each attraction that counts and was polled since, also of linked ones; by park. */
  async findNewestRuns(polledSince: Date): Promise<NewestRun[]> {
    return this.dataSource.manager.query<NewestRun[]>(
      `SELECT p.park_id AS parkId, p.name AS parkName, p.timezone, r.ride_id AS countsAs, c.ride_id AS rideId, r.name,
              c.status, c.wait_time AS waitMinutes, ${millisecondsSql('c.recorded_at')} AS fromMs,
              ${millisecondsSql('c.last_confirmed_at')} AS untilMs, ${millisecondsSql('c.last_updated_api')} AS lastUpdatedMs
         FROM ride_current c LEFT JOIN ride_aliases a ON a.alias_ride_id = c.ride_id
         JOIN rides r ON r.ride_id = COALESCE(a.ride_id, c.ride_id) JOIN parks p ON p.park_id = r.park_id
        WHERE c.data_source = 'LIVE' AND c.last_confirmed_at >= ?
          AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL) AND ${isCountedRideSql('r')}
        ORDER BY p.park_id, r.ride_id, c.last_confirmed_at, c.recorded_at`,
      [polledSince],
    );
  }
}
