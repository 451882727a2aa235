import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { sqlInstant } from '../../../common/database/sql-instant.js';
import { type RawRow, selectList } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { isCountedParkSql, isCountedRideSql, isInsideParkSql } from '../../catalog/entity-types.js';
import { countedAtSql } from '../../exclusions/exclusion-lookup.js';
import type { RideStatus } from '../../snapshots/observations.js';
import type { DestinationFreshness } from './freshness.js';

const PARK = ['parkId', 'destinationId', 'name', 'timezone'] as const;
export type LivePark = RawRow<Park, (typeof PARK)[number]>;

/** The newest live state of an attraction. */
export interface AttractionState {
  parkId: number;
  /** The ride that it counts as. */
  rideId: number;
  /** The ride under whose UUID it was observed. */
  storedUnder: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
}

const IS_INSIDE = isInsideParkSql('r.entity_type');

/**
 * When a state was last observed, up to the horizon: later timestamps come from a clock that was ahead.
 */
function observedAtSql(horizonMs: number): string {
  const horizon = `'${sqlInstant(horizonMs)}'`;
  return `CASE WHEN COALESCE(c.last_confirmed_at, c.recorded_at) <= ${horizon} THEN COALESCE(c.last_confirmed_at, c.recorded_at)
    WHEN c.recorded_at <= ${horizon} THEN c.recorded_at END`;
}

/**
 * Only rides, shows and restaurants count, because feeds keep listing parks and hotels after all of these are gone. Other
 * entities count if there are none of them.
 */
const NEWEST_AT = `CASE WHEN COUNT(CASE WHEN ${IS_INSIDE} THEN r.ride_id END) > 0
  THEN MAX(CASE WHEN ${IS_INSIDE} THEN c.counted_at END) ELSE MAX(c.counted_at) END`;

const newestFromSql = (horizonMs: number): string => `LEFT JOIN rides r ON r.park_id = p.park_id
  LEFT JOIN (SELECT n.ride_id, n.recorded_at, ${countedAtSql(['own', 'canonical'], 'n.observed_at')} AS counted_at
               FROM (SELECT c.ride_id, c.recorded_at, ${observedAtSql(horizonMs)} AS observed_at FROM ride_current c
                      WHERE c.data_source = 'LIVE') n
               JOIN rides own ON own.ride_id = n.ride_id
               LEFT JOIN ride_aliases a ON a.alias_ride_id = n.ride_id
               LEFT JOIN rides canonical ON canonical.ride_id = a.ride_id) c ON c.ride_id = r.ride_id`;

/**
 * Reads the age of the live data from the current states, never from the observations: conditional maxima over linked rides. The horizon is the latest plausible
 * instant of an observation.
 */
@Injectable()
export class FreshnessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active destinations by name, with the newest live observation of their rides that is not excluded. */
  async findDestinations(horizonMs: number): Promise<DestinationFreshness[]> {
    return this.dataSource.manager.query<DestinationFreshness[]>(
      `SELECT d.destination_id AS destinationId, d.name, ${NEWEST_AT} AS newestAt
         FROM destinations d
         LEFT JOIN parks p ON p.destination_id = d.destination_id
         ${newestFromSql(horizonMs)}
        WHERE d.is_active = 1 GROUP BY d.destination_id, d.name ORDER BY d.name`,
    );
  }

  /**
   * All active parks of active destinations by name, with the newest live observation of their rides that is not excluded.
   * Placeholder parks of entities without a park, such as hotels, are included only if they have live rides.
   */
  async findParks(horizonMs: number): Promise<{ parkId: number; newestAt: Date | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; newestAt: Date | null }[]>(
      `SELECT p.park_id AS parkId, ${NEWEST_AT} AS newestAt
         FROM parks p
         JOIN destinations d ON d.destination_id = p.destination_id AND d.is_active = 1
         ${newestFromSql(horizonMs)}
        WHERE p.is_active = 1 AND ${isCountedParkSql('p')} GROUP BY p.park_id, p.name, p.themeparks_wiki_id
       HAVING p.themeparks_wiki_id IS NOT NULL OR MAX(CASE WHEN ${IS_INSIDE} THEN c.recorded_at END) IS NOT NULL
        ORDER BY p.name, p.park_id`,
    );
  }

  /** Active parks that count, or the given park. */
  async findLiveParks(parkId: number | null): Promise<LivePark[]> {
    const where = parkId === null ? `p.is_active = 1 AND ${isCountedParkSql('p')}` : 'p.park_id = ?';
    return this.dataSource.manager.query<LivePark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM parks p WHERE ${where}`,
      parkId === null ? [] : [parkId],
    );
  }

  /** States of active attractions that count, under their own UUID and under those linked to them. */
  async findAttractionStates(parkId: number | null, horizonMs: number): Promise<AttractionState[]> {
    const observedAt = observedAtSql(horizonMs);
    const rows = await this.dataSource.manager.query<Record<keyof AttractionState, number | string | null>[]>(
      `SELECT r.park_id AS parkId, r.ride_id AS rideId, c.ride_id AS storedUnder, c.status, c.wait_time AS waitMinutes,
              ${millisecondsSql('c.recorded_at')} AS fromMs,
              ${millisecondsSql(observedAt)} AS untilMs
         FROM ride_current c LEFT JOIN ride_aliases a ON a.alias_ride_id = c.ride_id
         JOIN rides r ON r.ride_id = COALESCE(a.ride_id, c.ride_id)
        WHERE c.data_source = 'LIVE' AND r.is_active = 1 AND ${isCountedRideSql('r')}
          AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL) AND ${observedAt} IS NOT NULL
          ${parkId === null ? '' : 'AND r.park_id = ?'}`,
      parkId === null ? [] : [parkId],
    );
    return rows.map(({ status, waitMinutes, ...row }) => ({
      parkId: Number(row.parkId),
      rideId: Number(row.rideId),
      storedUnder: Number(row.storedUnder),
      fromMs: Number(row.fromMs),
      untilMs: Number(row.untilMs),
      status: status as RideStatus | null,
      waitMinutes: waitMinutes === null ? null : Number(waitMinutes),
    }));
  }
}
