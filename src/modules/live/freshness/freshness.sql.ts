import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql, sqlInstant } from '../../../common/database/sql-helpers.js';
import { Destination, Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isInsideParkSql } from '../../catalog/entity-types.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import { countedAtSql } from '../../exclusions/exclusion-lookup.js';
import { RideCurrent } from '../../snapshots/entities/observation.entity.js';
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

const [destination, park] = [columnsOf(Destination, 'd'), columnsOf(Park, 'p')];
const [ride, alias, current] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(RideCurrent, 'c')];
const [own, canonical] = [columnsOf(Ride, 'own'), columnsOf(Ride, 'canonical')];
const CURRENT = `${tableOf(RideCurrent)} c`;

const IS_INSIDE = isInsideParkSql(ride.entityType);

/**
 * When a state was last observed, up to the horizon: later timestamps come from a clock that was ahead.
 */
function observedAtSql(horizonMs: number): string {
  const horizon = `'${sqlInstant(horizonMs)}'`;
  const until = `COALESCE(${current.lastConfirmedAt}, ${current.recordedAt})`;
  return `CASE WHEN ${until} <= ${horizon} THEN ${until}
    WHEN ${current.recordedAt} <= ${horizon} THEN ${current.recordedAt} END`;
}

/**
 * Only rides, shows and restaurants count, because feeds keep listing parks and hotels after all of these have been removed. Other
 * entities count if there are none of them.
 */
const NEWEST_AT = `CASE WHEN COUNT(CASE WHEN ${IS_INSIDE} THEN ${ride.rideId} END) > 0
  THEN MAX(CASE WHEN ${IS_INSIDE} THEN newest.countedAt END) ELSE MAX(newest.countedAt) END`;

/** The rides of a park, and their newest states: `recordedAt`, and `countedAt`, which is null if the state is excluded. */
const newestFromSql = (horizonMs: number): string => `LEFT JOIN ${tableOf(Ride)} r ON ${ride.parkId} = ${park.parkId}
  LEFT JOIN (SELECT n.rideId, n.recordedAt, ${countedAtSql(['own', 'canonical'], 'n.observedAt')} AS countedAt
               FROM (SELECT ${current.rideId} AS rideId, ${current.recordedAt} AS recordedAt,
                            ${observedAtSql(horizonMs)} AS observedAt
                       FROM ${CURRENT} WHERE ${current.dataSource} = 'LIVE') n
               JOIN ${tableOf(Ride)} own ON ${own.rideId} = n.rideId
               LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = n.rideId
               LEFT JOIN ${tableOf(Ride)} canonical ON ${canonical.rideId} = ${alias.rideId}) newest
         ON newest.rideId = ${ride.rideId}`;

/**
 * Reads the age of the live data from the current states, never from the observations: conditional maxima over linked
 * rides. The horizon is the latest plausible instant of an observation.
 */
@Injectable()
export class FreshnessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active destinations by name, with the newest live observation of their rides that is not excluded. */
  async findDestinations(horizonMs: number): Promise<DestinationFreshness[]> {
    return this.dataSource.manager.query<DestinationFreshness[]>(
      `SELECT ${destination.destinationId} AS destinationId, ${destination.name} AS name, ${NEWEST_AT} AS newestAt
         FROM ${tableOf(Destination)} d
         LEFT JOIN ${tableOf(Park)} p ON ${park.destinationId} = ${destination.destinationId}
         ${newestFromSql(horizonMs)}
        WHERE ${destination.isActive} = 1 GROUP BY ${destination.destinationId}, ${destination.name}
        ORDER BY ${destination.name}`,
    );
  }

  /**
   * All active parks of active destinations by name, with the newest live observation of their rides that is not excluded.
   * Placeholder parks of entities without a park, such as hotels, are included only if they have live rides.
   */
  async findParks(horizonMs: number): Promise<{ parkId: number; newestAt: Date | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; newestAt: Date | null }[]>(
      `SELECT ${park.parkId} AS parkId, ${NEWEST_AT} AS newestAt
         FROM ${tableOf(Park)} p
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId} AND ${destination.isActive} = 1
         ${newestFromSql(horizonMs)}
        WHERE ${park.isActive} = 1 AND ${isCountedParkSql('p')}
        GROUP BY ${park.parkId}, ${park.name}, ${park.themeparksWikiId}
       HAVING ${park.themeparksWikiId} IS NOT NULL
            OR MAX(CASE WHEN ${IS_INSIDE} THEN newest.recordedAt END) IS NOT NULL
        ORDER BY ${park.name}, ${park.parkId}`,
    );
  }

  /** Active parks that count, or the given park. */
  async findLiveParks(parkId: number | null): Promise<LivePark[]> {
    const where = parkId === null ? `${park.isActive} = 1 AND ${isCountedParkSql('p')}` : `${park.parkId} = ?`;
    return this.dataSource.manager.query<LivePark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM ${tableOf(Park)} p WHERE ${where}`,
      parkId === null ? [] : [parkId],
    );
  }

  /** States of active attractions that count, under their own UUID and under those linked to them. */
  async findAttractionStates(parkId: number | null, horizonMs: number): Promise<AttractionState[]> {
    const observedAt = observedAtSql(horizonMs);
    const rows = await this.dataSource.manager.query<Record<keyof AttractionState, number | string | null>[]>(
      `SELECT ${ride.parkId} AS parkId, ${ride.rideId} AS rideId, ${current.rideId} AS storedUnder, ${current.status} AS status,
              ${current.waitTime} AS waitMinutes, ${millisecondsSql(current.recordedAt)} AS fromMs,
              ${millisecondsSql(observedAt)} AS untilMs
         FROM ${CURRENT} LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${current.rideId}
         JOIN ${tableOf(Ride)} r ON ${ride.rideId} = COALESCE(${alias.rideId}, ${current.rideId})
        WHERE ${current.dataSource} = 'LIVE' AND ${ride.isActive} = 1 AND ${isCountedRideSql('r')}
          AND (${ride.entityType} = 'ATTRACTION' OR ${ride.entityType} IS NULL) AND ${observedAt} IS NOT NULL
          ${parkId === null ? '' : `AND ${ride.parkId} = ?`}`,
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
