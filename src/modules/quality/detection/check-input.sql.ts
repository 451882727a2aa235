import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { CollectionRunDestination } from '../../collector/entities/collection-run.entity.js';
import { RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import type { DownReport } from '../../statistics/down-reports.js';
import { ParkDailyStats, ParkDownReport } from '../../statistics/entities/park-stats.entity.js';
import { IS_OBSERVED_DAY } from '../../statistics/rollup-totals.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/entity-types.js';
import type { Poll } from './gap-reason.js';
import type { ObservedSpan } from './observed-spans.js';
import type { PastDay } from './operating-hours.js';

export interface ExaminedPark {
  parkId: number;
  destinationId: number;
  destinationWikiId: string | null;
  name: string;
  timezone: string | null;
}

export interface ExaminedRide {
  rideId: number;
  /** The ride that it counts as: itself, unless it is linked to another one. */
  countsAs: number;
  name: string;
  entityType: string | null;
  isActive: boolean;
}

/** Rides per statement. */
const RIDES_AT_ONCE = 40;

const OBSERVATIONS = tableOf(RideStatusSnapshot);
const observation = columnsOf(RideStatusSnapshot);
const POLLS = tableOf(CollectionRunDestination);
const poll = columnsOf(CollectionRunDestination);
const report = columnsOf(ParkDownReport);
const DAYS = tableOf(ParkDailyStats);
const day = columnsOf(ParkDailyStats);

const SPAN_COLUMNS = `${observation.rideId} AS rideId, ${millisecondsSql(observation.recordedAt)} AS fromMs,
  ${millisecondsSql(`COALESCE(${observation.lastConfirmedAt}, ${observation.recordedAt})`)} AS untilMs,
  ${observation.status} AS status, ${observation.waitTime} AS waitMinutes, ${observation.dataSource} AS source`;

/** Reads the input of the detectors. Observations are always read with a range of recorded_at, to limit the partitions. */
@Injectable()
export class CheckInputRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active parks, or the given park. */
  async findParks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.dataSource.query<ExaminedPark[]>(
      `SELECT p.park_id AS parkId, p.destination_id AS destinationId, d.themeparks_wiki_id AS destinationWikiId, p.name,
              p.timezone
         FROM parks p JOIN destinations d ON d.destination_id = p.destination_id
        WHERE ${parkId === null ? `p.is_active = 1 AND ${isCountedParkSql('p')}` : 'p.park_id = ?'} ORDER BY p.park_id`,
      parkId === null ? [] : [parkId],
    );
  }

  /**
   * The counted rides of a park, and the rides linked to them in any park. Excludes the park's own entity and hotels,
   * because feeds keep repeating their state, which would hide a park without data.
   */
  async findRides(parkId: number): Promise<ExaminedRide[]> {
    const rows = await this.dataSource.query<(Omit<ExaminedRide, 'isActive'> & { isActive: number })[]>(
      `SELECT r.ride_id AS rideId, family.counts_as AS countsAs, r.name, r.entity_type AS entityType,
              r.is_active AS isActive
         FROM (SELECT own.ride_id AS ride_id, own.ride_id AS counts_as FROM rides own
                WHERE own.park_id = ? AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = own.ride_id)
               UNION ALL
               SELECT a.alias_ride_id, a.ride_id FROM rides own JOIN ride_aliases a ON a.ride_id = own.ride_id
                WHERE own.park_id = ?) family
         JOIN rides r ON r.ride_id = family.ride_id JOIN rides c ON c.ride_id = family.counts_as
        WHERE (r.entity_type IS NULL OR r.entity_type IN ('ATTRACTION','SHOW','RESTAURANT')) AND ${isCountedRideSql('c')}
        ORDER BY r.ride_id`,
      [parkId, parkId],
    );
    return rows.map((row) => ({ ...row, isActive: row.isActive === 1 }));
  }

  async findObserved(rideIds: readonly number[], from: Date, to: Date): Promise<ObservedSpan[]> {
    const observed: ObservedSpan[] = [];
    for (const ids of chunksOf(rideIds, RIDES_AT_ONCE)) {
      const rows = await this.dataSource.query<ObservedSpan[]>(
        `SELECT ${SPAN_COLUMNS} FROM ${OBSERVATIONS}
          WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} < ?`,
        [ids, from, to],
      );
      for (const row of rows) observed.push(withNumbers(row));
    }
    return observed;
  }

  /** The last observation of each ride before `before`, not older than `oldest`. */
  async findLastObserved(rideIds: readonly number[], oldest: Date, before: Date): Promise<ObservedSpan[]> {
    return this.findOneOfEach(rideIds, 'DESC', oldest, before);
  }

  /** The first observation of each ride from `from` on, before `newest`. */
  async findFirstObserved(rideIds: readonly number[], from: Date, newest: Date): Promise<ObservedSpan[]> {
    return this.findOneOfEach(rideIds, 'ASC', from, newest);
  }

  /**
   * Since when a ride has reported the same as at `at`: DOWN, or one status with one wait.
   * @param rideIds the ride and those linked to it
   */
  async findUnchangedSince(
    rideIds: readonly number[],
    { status, waitMinutes }: Pick<ObservedSpan, 'status' | 'waitMinutes'>,
    oldest: Date,
    at: Date,
  ): Promise<number | null> {
    const isDown = status === 'DOWN';
    const [other] = await this.dataSource.query<{ recordedAt: Date }[]>(
      `SELECT ${observation.recordedAt} AS recordedAt FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} <= ?
          AND NOT (${observation.status} <=> ? ${isDown ? '' : `AND ${observation.waitTime} <=> ?`})
        ORDER BY ${observation.recordedAt} DESC LIMIT 1`,
      [rideIds, oldest, at, status, ...(isDown ? [] : [waitMinutes])],
    );
    const [first] = await this.dataSource.query<{ fromMs: number | string }[]>(
      `SELECT ${millisecondsSql(observation.recordedAt)} AS fromMs FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} > ? AND ${observation.recordedAt} <= ?
        ORDER BY ${observation.recordedAt} LIMIT 1`,
      [rideIds, other?.recordedAt ?? oldest, at],
    );
    return first === undefined ? null : Number(first.fromMs);
  }

  /**
   * When the park was open by the statistics, for observed days only: a day that contains nothing but the end of the
   * evening before was not observed.
   */
  async findPastDays(parkId: number, firstDate: string, lastDate: string): Promise<PastDay[]> {
    const rows = await this.dataSource.query<Record<keyof PastDay, string>[]>(
      `SELECT ${day.statDate} AS localDate, ${millisecondsSql(day.opensAt)} AS opensAtMs,
              ${millisecondsSql(day.closesAt)} AS closesAtMs
         FROM ${DAYS} WHERE ${day.parkId} = ? AND ${day.statDate} BETWEEN ? AND ? AND ${IS_OBSERVED_DAY.park}`,
      [parkId, firstDate, lastDate],
    );
    const numberOf = (ms: string | null) => (ms === null ? null : Number(ms));
    return rows.map(({ localDate, opensAtMs, closesAtMs }) => {
      return { localDate, opensAtMs: numberOf(opensAtMs), closesAtMs: numberOf(closesAtMs) };
    });
  }

  async findPolls(destinationId: number, from: Date, to: Date): Promise<Poll[]> {
    const rows = await this.dataSource.query<Poll[]>(
      `SELECT ${millisecondsSql(poll.startedAt)} AS startedAtMs, ${millisecondsSql(poll.observedAt)} AS observedAtMs,
              ${selectList(CollectionRunDestination, ['errorCode', 'entitiesRead', 'entitiesRejected'])}
         FROM ${POLLS} WHERE ${poll.destinationId} = ? AND ${poll.startedAt} >= ? AND ${poll.startedAt} < ?
        ORDER BY ${poll.startedAt}`,
      [destinationId, from, to],
    );
    return rows.map(({ startedAtMs, observedAtMs, ...poll }) => ({
      ...poll,
      startedAtMs: Number(startedAtMs),
      observedAtMs: observedAtMs === null ? null : Number(observedAtMs),
    }));
  }

  /** When the destination was first observed live; null: never. */
  async findLiveSince(destinationId: number): Promise<number | null> {
    // the index order ends the search at the first row; MIN() would read every poll ever made
    const [row] = await this.dataSource.query<{ sinceMs: number | string }[]>(
      `SELECT ${millisecondsSql(poll.observedAt)} AS sinceMs FROM ${POLLS}
        WHERE ${poll.destinationId} = ? AND ${poll.observedAt} IS NOT NULL ORDER BY ${poll.startedAt} LIMIT 1`,
      [destinationId],
    );
    return row === undefined ? null : Number(row.sinceMs);
  }

  /** The last archived observation of a destination's rides in an interval; null: none. */
  async findLastArchived(destinationId: number, from: Date, to: Date): Promise<number | null> {
    const [row] = await this.dataSource.query<{ untilMs: number | string | null }[]>(
      `SELECT ${millisecondsSql('MAX(s.recorded_at)')} AS untilMs
         FROM parks p JOIN rides r ON r.park_id = p.park_id JOIN ride_status_snapshots s ON s.ride_id = r.ride_id
        WHERE p.destination_id = ? AND s.recorded_at >= ? AND s.recorded_at < ? AND s.data_source = 'ARCHIVE'`,
      [destinationId, from, to],
    );
    return row?.untilMs == null ? null : Number(row.untilMs);
  }

  /** The number of active attractions, and the attractions without coordinates. */
  async findMetadataGaps(parkId: number): Promise<{ attractions: number; without: number[] }> {
    const rows = await this.dataSource.query<{ rideId: number; known: number }[]>(
      `SELECT r.ride_id AS rideId, m.latitude IS NOT NULL AND m.longitude IS NOT NULL AS known
         FROM rides r LEFT JOIN entity_metadata m ON m.ride_id = r.ride_id
        WHERE r.park_id = ? AND r.is_active = 1 AND r.entity_type = 'ATTRACTION' AND ${isCountedRideSql('r')}
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)
        ORDER BY r.ride_id`,
      [parkId],
    );
    const without = rows.filter(({ known }) => Number(known) === 0).map(({ rideId }) => rideId);
    return { attractions: rows.length, without };
  }

  /** The periods in which the park's feed reports DOWN, by the statistics, oldest first. */
  async findDownReports(parkId: number): Promise<DownReport[]> {
    return this.dataSource.query<DownReport[]>(
      `SELECT ${report.fromDate} AS \`from\`, ${report.untilDate} AS until
         FROM ${tableOf(ParkDownReport)} WHERE ${report.parkId} = ? ORDER BY ${report.fromDate}`,
      [parkId],
    );
  }

  /** The first local day on which the park was observed operating; null: none. */
  async findFirstOperatingDate(parkId: number): Promise<string | null> {
    const [row] = await this.dataSource.query<{ date: string }[]>(
      `SELECT ${day.statDate} AS date FROM ${DAYS}
        WHERE ${day.parkId} = ? AND ${day.scheduledOperatingMs} > 0 ORDER BY ${day.statDate} LIMIT 1`,
      [parkId],
    );
    return row?.date ?? null;
  }

  private async findOneOfEach(
    rideIds: readonly number[],
    order: 'ASC' | 'DESC',
    from: Date,
    to: Date,
  ): Promise<ObservedSpan[]> {
    const observed: ObservedSpan[] = [];
    for (const ids of chunksOf(rideIds, RIDES_AT_ONCE)) {
      // one lookup in the primary key per ride; a grouped MAX() may read the whole range
      const one = `(SELECT ${SPAN_COLUMNS} FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} = ? AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} < ?
        ORDER BY ${observation.recordedAt} ${order} LIMIT 1)`;
      const rows = await this.dataSource.query<ObservedSpan[]>(
        ids.map(() => one).join(' UNION ALL '),
        ids.flatMap((rideId) => [rideId, from, to]),
      );
      observed.push(...rows.map(withNumbers));
    }
    return observed;
  }
}

/** The driver returns a BIGINT as text if it might exceed a number; these values never do. */
const withNumbers = (row: ObservedSpan): ObservedSpan => ({
  ...row,
  fromMs: Number(row.fromMs),
  untilMs: Number(row.untilMs),
});
