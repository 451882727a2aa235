import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-time.js';

/** First and last sight of a ride, in milliseconds since 1970 UTC. */
export interface ObservedRange {
  firstMs: number;
  lastMs: number;
}

/** SQL that tells when a ride was seen. */
@Injectable()
export class RideDaysRepository {
  /** From everything that is kept in step with the observations; the observations themselves are not read. */
  async findObservedRange(manager: EntityManager, rideId: number): Promise<ObservedRange | null> {
    const [observed] = await manager.query<{ firstMs: number | null; lastMs: number | null }[]>(
      `SELECT ${millisecondsSql('MIN(seen.first_at)')} AS firstMs, ${millisecondsSql('MAX(seen.last_at)')} AS lastMs FROM (
         SELECT first_seen_at AS first_at, last_seen_at AS last_at FROM rides WHERE ride_id = ?
         UNION ALL SELECT first_seen_at, last_seen_at FROM ride_names WHERE ride_id = ?
         UNION ALL SELECT recorded_at, COALESCE(last_confirmed_at, recorded_at) FROM ride_current WHERE ride_id = ?) seen`,
      [rideId, rideId, rideId],
    );
    const { firstMs = null, lastMs = null } = observed ?? {};
    return firstMs === null || lastMs === null ? null : { firstMs: Number(firstMs), lastMs: Number(lastMs) };
  }
}
