import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/entity-types.js';

/** Why no detector checks a ride or park any more. */
export type UnwatchedCause = 'INACTIVE' | 'LINKED' | 'LEFT_OUT' | 'OTHER_TYPE' | 'MISSING';

export interface Unwatched {
  cause: UnwatchedCause;
  /** When the ride, or any ride of the park, was last polled; null: never. */
  confirmedUntilMs: number | null;
}

/** The newest live observation of a ride, under any of its ids. */
const RIDE_SEEN_UNTIL = `(SELECT MAX(c.last_confirmed_at) FROM ride_current c
  LEFT JOIN ride_aliases ca ON ca.alias_ride_id = c.ride_id
  WHERE c.data_source = 'LIVE' AND (c.ride_id = r.ride_id OR ca.ride_id = r.ride_id))`;
const PARK_SEEN_UNTIL = `(SELECT MAX(c.last_confirmed_at) FROM ride_current c JOIN rides cr ON cr.ride_id = c.ride_id
  WHERE c.data_source = 'LIVE' AND cr.park_id = p.park_id)`;

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
         SELECT e.exclusion_id AS exclusionId, ${RIDE_SEEN_UNTIL} AS reportedUntil,
                CASE WHEN EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id) THEN 'LINKED'
                     WHEN NOT ${isCountedRideSql('r')} THEN 'LEFT_OUT'
                     WHEN r.entity_type <> 'ATTRACTION' THEN 'OTHER_TYPE'
                     WHEN r.is_active = 0 OR p.is_active = 0 THEN 'INACTIVE'
                     WHEN p.park_id IN (?) AND COALESCE(${RIDE_SEEN_UNTIL} < ?, TRUE) THEN 'MISSING' END AS cause
           FROM data_exclusions e JOIN rides r ON r.ride_id = e.ride_id JOIN parks p ON p.park_id = r.park_id
          WHERE e.exclusion_id IN (?)
         UNION ALL
         SELECT e.exclusion_id, ${PARK_SEEN_UNTIL},
                CASE WHEN NOT ${isCountedParkSql('p')} THEN 'LEFT_OUT' WHEN p.is_active = 0 THEN 'INACTIVE' END
           FROM data_exclusions e JOIN parks p ON p.park_id = e.park_id
          WHERE e.ride_id IS NULL AND e.exclusion_id IN (?)) x`,
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
