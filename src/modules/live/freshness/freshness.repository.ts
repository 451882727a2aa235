import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-time.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import { isInsideParkSql } from '../../catalog/entity-types.js';
import { sqlInstant } from '../../snapshots/observation-sql.js';
import type { DestinationFreshness } from './freshness.js';

/** A park with its attractions by their newest live states. */
export interface ParkStates {
  parkId: number;
  destinationId: number;
  name: string;
  timezone: string | null;
  attractions: number;
  operating: number;
  posting: number;
  newestMs: number | null;
}

/** Attractions that are listed still, count, and are not another ride; those in refurbishment tell nothing. */
const IS_ATTRACTION = `r.is_active = 1 AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL)
  AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id) AND ${isCountedRideSql('r')}`;
const IS_INSIDE = isInsideParkSql('r.entity_type');

/**
 * When a state was last seen, up to the horizon: what is stored beyond it was not seen then, but by a clock that was ahead.
 */
function seenAtSql(horizonMs: number): string {
  const horizon = `'${sqlInstant(horizonMs)}'`;
  return `CASE WHEN COALESCE(c.observed_until, c.recorded_at) <= ${horizon} THEN COALESCE(c.observed_until, c.recorded_at)
    WHEN c.recorded_at <= ${horizon} THEN c.recorded_at END`;
}

/**
 * Of rides, shows and restaurants: the entries of parks and hotels go on being listed when all of those have vanished.
 * Where there are none of them, of what there is.
 */
function newestAtSql(horizonMs: number): string {
  const seenAt = seenAtSql(horizonMs);
  return `CASE WHEN COUNT(CASE WHEN ${IS_INSIDE} THEN r.ride_id END) > 0
    THEN MAX(CASE WHEN ${IS_INSIDE} THEN ${seenAt} END) ELSE MAX(${seenAt}) END`;
}

/**
 * SQL that asks how new the live data is; reads only what is kept current, never the observations. The horizon is the
 * latest instant at which something can have been observed.
 */
@Injectable()
export class FreshnessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Every active destination, by name. */
  async findDestinations(horizonMs: number): Promise<DestinationFreshness[]> {
    return this.dataSource.manager.query<DestinationFreshness[]>(
      `SELECT d.destination_id AS destinationId, d.name, ${newestAtSql(horizonMs)} AS newestAt
         FROM destinations d
         LEFT JOIN parks p ON p.destination_id = d.destination_id
         LEFT JOIN rides r ON r.park_id = p.park_id
         LEFT JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
        WHERE d.is_active = 1 GROUP BY d.destination_id, d.name ORDER BY d.name`,
    );
  }

  /**
   * Every active park of an active destination, by name, with the newest instant at which a ride of it was observed live;
   * not what only holds what has no park, unless rides among it are observed live: hotels are there for good.
   */
  async findParks(horizonMs: number): Promise<{ parkId: number; newestAt: Date | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; newestAt: Date | null }[]>(
      `SELECT p.park_id AS parkId, ${newestAtSql(horizonMs)} AS newestAt
         FROM parks p
         JOIN destinations d ON d.destination_id = p.destination_id AND d.is_active = 1
         LEFT JOIN rides r ON r.park_id = p.park_id
         LEFT JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
        WHERE p.is_active = 1 AND ${isCountedParkSql('p')} GROUP BY p.park_id, p.name, p.themeparks_wiki_id
       HAVING p.themeparks_wiki_id IS NOT NULL OR MAX(CASE WHEN ${IS_INSIDE} THEN c.recorded_at END) IS NOT NULL
        ORDER BY p.name, p.park_id`,
    );
  }

  /**
   * Every active park. An attraction that was last seen a day before the newest one of its park has dropped out of the live
   * answer, and its state counts no more.
   * @param ceilingMinutes longer waits are not believed
   */
  async findStates(ceilingMinutes: number, horizonMs: number): Promise<ParkStates[]> {
    const seenAt = seenAtSql(horizonMs);
    const rows = await this.dataSource.manager.query<Record<keyof ParkStates, number | string | null>[]>(
      `SELECT p.park_id AS parkId, p.destination_id AS destinationId, p.name, p.timezone,
              COALESCE(s.attractions, 0) AS attractions, COALESCE(s.operating, 0) AS operating,
              COALESCE(s.posting, 0) AS posting, ${millisecondsSql('s.newest_at')} AS newestMs
         FROM parks p LEFT JOIN (
           SELECT r.park_id, MAX(n.newest_at) AS newest_at, COUNT(*) AS attractions,
                  SUM(c.status <=> 'OPERATING') AS operating,
                  SUM(c.status <=> 'OPERATING' AND COALESCE(c.wait_time, 0) BETWEEN 1 AND ?) AS posting
             FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
             JOIN (SELECT r.park_id, MAX(${seenAt}) AS newest_at
                     FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
                    WHERE ${IS_ATTRACTION} GROUP BY r.park_id) n ON n.park_id = r.park_id
            WHERE ${IS_ATTRACTION} AND NOT c.status <=> 'REFURBISHMENT' AND ${seenAt} > n.newest_at - INTERVAL 1 DAY
            GROUP BY r.park_id) s ON s.park_id = p.park_id
        WHERE p.is_active = 1 AND ${isCountedParkSql('p')}`,
      [ceilingMinutes],
    );
    return rows.map((row) => ({
      parkId: Number(row.parkId),
      destinationId: Number(row.destinationId),
      name: row.name as string,
      timezone: row.timezone as string | null,
      attractions: Number(row.attractions),
      operating: Number(row.operating),
      posting: Number(row.posting),
      newestMs: row.newestMs === null ? null : Number(row.newestMs),
    }));
  }

  /** Attractions of a park that operate with a posted wait, by their newest live states. */
  async findPostingRides(parkId: number, ceilingMinutes: number): Promise<number[]> {
    const rows = await this.dataSource.manager.query<{ rideId: number }[]>(
      `SELECT r.ride_id AS rideId FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
        WHERE r.park_id = ? AND ${IS_ATTRACTION} AND c.status = 'OPERATING' AND c.wait_time BETWEEN 1 AND ?`,
      [parkId, ceilingMinutes],
    );
    return rows.map(({ rideId }) => rideId);
  }
}
