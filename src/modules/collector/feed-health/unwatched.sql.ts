import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import { DataExclusion } from '../../exclusions/data-exclusion.entity.js';
import { RideCurrent } from '../../snapshots/entities/observation.entity.js';

/** Why no detector checks a ride or park any more. */
export type UnwatchedCause = 'INACTIVE' | 'LINKED' | 'LEFT_OUT' | 'OTHER_TYPE' | 'MISSING';

export interface Unwatched {
  cause: UnwatchedCause;
  /** When the ride, or any ride of the park, was last polled; null: never. */
  confirmedUntilMs: number | null;
}

const [p, r, a, e] = [
  columnsOf(Park, 'p'),
  columnsOf(Ride, 'r'),
  columnsOf(RideAlias, 'a'),
  columnsOf(DataExclusion, 'e'),
];
const EXCLUSIONS = `${tableOf(DataExclusion)} e`;

const c = columnsOf(RideCurrent, 'c');
const [currentRide, currentAlias] = [columnsOf(Ride, 'cr'), columnsOf(RideAlias, 'ca')];
/** The newest live observation of a ride, under any of its ids. */
const RIDE_SEEN_UNTIL = `(SELECT MAX(${c.lastConfirmedAt}) FROM ${tableOf(RideCurrent)} c
  LEFT JOIN ${tableOf(RideAlias)} ca ON ${currentAlias.aliasRideId} = ${c.rideId}
  WHERE ${c.dataSource} = 'LIVE' AND (${c.rideId} = ${r.rideId} OR ${currentAlias.rideId} = ${r.rideId}))`;
const PARK_SEEN_UNTIL = `(SELECT MAX(${c.lastConfirmedAt}) FROM ${tableOf(RideCurrent)} c
  JOIN ${tableOf(Ride)} cr ON ${currentRide.rideId} = ${c.rideId}
  WHERE ${c.dataSource} = 'LIVE' AND ${currentRide.parkId} = ${p.parkId})`;

/** SQL that finds out why rides and parks with an exclusion in progress are no longer polled. */
@Injectable()
export class UnwatchedRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Causes by exclusion, without the targets that may still return.
   * @param polledParks parks of which the source still reports rides
   * @param missingSince rides of these parks that were last observed before this instant are missing
   */
  async findCauses(
    exclusionIds: readonly number[],
    polledParks: readonly number[],
    missingSince: Date,
  ): Promise<Map<number, Unwatched>> {
    const rows = await this.dataSource.query<
      { exclusionId: number; cause: UnwatchedCause | null; confirmedUntilMs: number | string | null }[]
    >(
      `SELECT x.exclusionId, x.cause, ${millisecondsSql('x.reportedUntil')} AS confirmedUntilMs FROM (
         SELECT ${e.exclusionId} AS exclusionId, ${RIDE_SEEN_UNTIL} AS reportedUntil,
                CASE WHEN EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${a.aliasRideId} = ${r.rideId}) THEN 'LINKED'
                     WHEN NOT ${isCountedRideSql('r')} THEN 'LEFT_OUT'
                     WHEN ${r.entityType} <> 'ATTRACTION' THEN 'OTHER_TYPE'
                     WHEN ${r.isActive} = 0 OR ${p.isActive} = 0 THEN 'INACTIVE'
                     WHEN ${p.parkId} IN (?) AND COALESCE(${RIDE_SEEN_UNTIL} < ?, TRUE) THEN 'MISSING' END AS cause
           FROM ${EXCLUSIONS} JOIN ${tableOf(Ride)} r ON ${r.rideId} = ${e.rideId}
           JOIN ${tableOf(Park)} p ON ${p.parkId} = ${r.parkId}
          WHERE ${e.exclusionId} IN (?)
         UNION ALL
         SELECT ${e.exclusionId}, ${PARK_SEEN_UNTIL},
                CASE WHEN NOT ${isCountedParkSql('p')} THEN 'LEFT_OUT' WHEN ${p.isActive} = 0 THEN 'INACTIVE' END
           FROM ${EXCLUSIONS} JOIN ${tableOf(Park)} p ON ${p.parkId} = ${e.parkId}
          WHERE ${e.rideId} IS NULL AND ${e.exclusionId} IN (?)) x`,
      [[0, ...polledParks], missingSince, exclusionIds, exclusionIds],
    );
    return new Map(
      rows.flatMap(({ exclusionId, cause, confirmedUntilMs }) =>
        cause === null
          ? []
          : [[exclusionId, { cause, confirmedUntilMs: confirmedUntilMs === null ? null : Number(confirmedUntilMs) }]],
      ),
    );
  }
}
