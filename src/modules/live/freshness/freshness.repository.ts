import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isInsideParkSql } from '../../catalog/entity-types.js';
import type { DestinationFreshness, ParkOpening } from './freshness.js';

type OpeningRow = Omit<ParkOpening, 'hasSchedule' | 'isScheduledOpen' | 'hasOperatingRide'> &
  Record<'hasSchedule' | 'isScheduledOpen' | 'hasOperatingRide', number | string | null>;

/** A closing before its opening is one after midnight under the wrong date. */
const HOLDS_NOW = `s.schedule_type = 'OPERATING' AND s.opens_at <= ?
  AND (s.closes_at > ? OR (s.closes_at <= s.opens_at AND s.closes_at + INTERVAL 1 DAY > ?))`;

const IS_INSIDE = isInsideParkSql('r.entity_type');
/**
 * Of rides, shows and restaurants: the entries of parks and hotels go on being listed when all of those have vanished.
 * Where there are none of them, of what there is.
 */
const NEWEST_AT = `CASE WHEN COUNT(CASE WHEN ${IS_INSIDE} THEN r.ride_id END) > 0
  THEN MAX(CASE WHEN ${IS_INSIDE} THEN COALESCE(c.observed_until, c.recorded_at) END)
  ELSE MAX(COALESCE(c.observed_until, c.recorded_at)) END`;

/** SQL that asks how new the live data is; reads only what is kept current, never the observations. */
@Injectable()
export class FreshnessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Every active destination, by name. */
  async findDestinations(): Promise<DestinationFreshness[]> {
    return this.dataSource.manager.query<DestinationFreshness[]>(
      `SELECT d.destination_id AS destinationId, d.name, ${NEWEST_AT} AS newestAt
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
  async findParks(): Promise<{ parkId: number; newestAt: Date | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; newestAt: Date | null }[]>(
      `SELECT p.park_id AS parkId, ${NEWEST_AT} AS newestAt
         FROM parks p
         JOIN destinations d ON d.destination_id = p.destination_id AND d.is_active = 1
         LEFT JOIN rides r ON r.park_id = p.park_id
         LEFT JOIN ride_current c ON c.ride_id = r.ride_id AND c.data_source = 'LIVE'
        WHERE p.is_active = 1 GROUP BY p.park_id, p.name, p.themeparks_wiki_id
       HAVING p.themeparks_wiki_id IS NOT NULL OR MAX(CASE WHEN ${IS_INSIDE} THEN c.recorded_at END) IS NOT NULL
        ORDER BY p.name, p.park_id`,
    );
  }

  /** Every active park, as it is at `now`; its schedule is that of the local dates near the UTC one. */
  async findOpenings(now: Date): Promise<ParkOpening[]> {
    const rows = await this.dataSource.manager.query<OpeningRow[]>(
      `SELECT p.park_id AS parkId, p.destination_id AS destinationId, p.name,
              COALESCE(MAX(COALESCE(s.opens_at, s.local_date) <= ?), 0) AS hasSchedule, MAX(${HOLDS_NOW}) AS isScheduledOpen,
              EXISTS (SELECT 1 FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id
                       WHERE r.park_id = p.park_id AND c.data_source = 'LIVE' AND c.status = 'OPERATING'
                         AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL)) AS hasOperatingRide
         FROM parks p
         LEFT JOIN park_schedules s ON s.park_id = p.park_id AND s.withdrawn_at IS NULL
                AND s.local_date BETWEEN DATE(?) - INTERVAL 1 DAY AND DATE(?) + INTERVAL 1 DAY
        WHERE p.is_active = 1 GROUP BY p.park_id, p.destination_id, p.name`,
      [now, now, now, now, now, now],
    );
    return rows.map(({ hasSchedule, isScheduledOpen, hasOperatingRide, ...park }) => ({
      ...park,
      hasSchedule: Number(hasSchedule) === 1,
      isScheduledOpen: Number(isScheduledOpen) === 1,
      hasOperatingRide: Number(hasOperatingRide) === 1,
    }));
  }
}
