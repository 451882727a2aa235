import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { Destination, Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import { CollectionRunDestination } from '../../collector/collection-run.entity.js';
import { EntityMetadata } from '../../metadata/entity-metadata.entity.js';
import type { DownReport } from '../../statistics/down-reports.js';
import { ParkDownReport } from '../../statistics/entities/park-stats.entity.js';
import { PARK_STATISTICS } from '../../statistics/statistics-tables.js';
import type { Poll } from './gap-reason.js';
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

const [p, r, a] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const [own, canonical] = [columnsOf(Ride, 'own'), columnsOf(Ride, 'c')];
const [PARKS, RIDES, ALIASES] = [tableOf(Park), tableOf(Ride), tableOf(RideAlias)];
const POLLS = tableOf(CollectionRunDestination);
const poll = columnsOf(CollectionRunDestination);
const report = columnsOf(ParkDownReport);
const { table: DAYS, columns: day, observed: IS_OBSERVED } = PARK_STATISTICS.days;

/** Reads the input of the detectors apart from the observations. */
@Injectable()
export class CheckInputRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active parks, or the given park. */
  async findParks(parkId: number | null): Promise<ExaminedPark[]> {
    const d = columnsOf(Destination, 'd');
    const ofPark = parkId === null ? `${p.isActive} = 1 AND ${isCountedParkSql('p')}` : `${p.parkId} = ?`;
    return this.dataSource.query<ExaminedPark[]>(
      `SELECT ${selectList(Park, ['parkId', 'destinationId', 'name', 'timezone'], 'p')},
              ${d.themeparksWikiId} AS destinationWikiId
         FROM ${PARKS} p JOIN ${tableOf(Destination)} d ON ${d.destinationId} = ${p.destinationId}
        WHERE ${ofPark} ORDER BY ${p.parkId}`,
      parkId === null ? [] : [parkId],
    );
  }

  /**
   * The counted rides of a park, and the rides linked to them in any park. Excludes the park's own entity and hotels,
   * because feeds keep repeating their state, which would hide a park without data.
   */
  async findRides(parkId: number): Promise<ExaminedRide[]> {
    const rows = await this.dataSource.query<(Omit<ExaminedRide, 'isActive'> & { isActive: number })[]>(
      `SELECT ${selectList(Ride, ['rideId', 'name', 'entityType', 'isActive'], 'r')}, family.countsAs
         FROM (SELECT ${own.rideId} AS rideId, ${own.rideId} AS countsAs FROM ${RIDES} own
                WHERE ${own.parkId} = ? AND NOT EXISTS (SELECT 1 FROM ${ALIASES} a WHERE ${a.aliasRideId} = ${own.rideId})
               UNION ALL
               SELECT ${a.aliasRideId}, ${a.rideId} FROM ${RIDES} own JOIN ${ALIASES} a ON ${a.rideId} = ${own.rideId}
                WHERE ${own.parkId} = ?) family
         JOIN ${RIDES} r ON ${r.rideId} = family.rideId JOIN ${RIDES} c ON ${canonical.rideId} = family.countsAs
        WHERE (${r.entityType} IS NULL OR ${r.entityType} IN ('ATTRACTION','SHOW','RESTAURANT')) AND ${isCountedRideSql('c')}
        ORDER BY ${r.rideId}`,
      [parkId, parkId],
    );
    return rows.map((row) => ({ ...row, isActive: row.isActive === 1 }));
  }

  /**
   * When the park was open by the statistics, for observed days only: a day that contains nothing but the end of the
   * evening before was not observed.
   */
  async findPastDays(parkId: number, firstDate: string, lastDate: string): Promise<PastDay[]> {
    const rows = await this.dataSource.query<Record<keyof PastDay, string>[]>(
      `SELECT ${day.statDate} AS localDate, ${millisecondsSql(day.opensAt)} AS opensAtMs,
              ${millisecondsSql(day.closesAt)} AS closesAtMs
         FROM ${DAYS} WHERE ${day.parkId} = ? AND ${day.statDate} BETWEEN ? AND ? AND ${IS_OBSERVED}`,
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

  /** The number of active attractions, and the attractions without coordinates. */
  async findMetadataGaps(parkId: number): Promise<{ attractions: number; without: number[] }> {
    const m = columnsOf(EntityMetadata, 'm');
    const rows = await this.dataSource.query<{ rideId: number; known: number }[]>(
      `SELECT ${r.rideId} AS rideId, ${m.latitude} IS NOT NULL AND ${m.longitude} IS NOT NULL AS known
         FROM ${RIDES} r LEFT JOIN ${tableOf(EntityMetadata)} m ON ${m.rideId} = ${r.rideId}
        WHERE ${r.parkId} = ? AND ${r.isActive} = 1 AND ${r.entityType} = 'ATTRACTION' AND ${isCountedRideSql('r')}
          AND NOT EXISTS (SELECT 1 FROM ${ALIASES} a WHERE ${a.aliasRideId} = ${r.rideId})
        ORDER BY ${r.rideId}`,
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
}
