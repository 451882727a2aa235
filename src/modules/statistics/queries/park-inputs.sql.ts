import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql, sqlInstant } from '../../../common/database/sql-helpers.js';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import { EntityMove } from '../../catalog/entities/catalog-decision.entity.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias, RideListingChange } from '../../catalog/entities/ride.entity.js';
import { isAnyListedAt, type ListingHistory } from '../../catalog/ride-listing-history.js';
import { groupBy } from '../../../common/collections.js';
import { isCountedRideSql } from '../../catalog/counted-entities.js';

const PARK = ['parkId', 'destinationId', 'timezone'] as const;
export type StatisticsPark = Pick<Park, (typeof PARK)[number]>;

/** A ride of the park with the rides linked to it, which may belong to other parks. */
export interface StatisticsRide extends Pick<Ride, 'rideId' | 'entityType'> {
  /** Whether the catalogue listed the ride or a linked ride at an instant. */
  isListedAt: (atMs: number) => boolean;
  linkedRideIds: number[];
}

/** A destination and the time range for which its polls cover the park. */
export interface PollSource {
  destinationId: number;
  fromMs: number;
  untilMs: number;
}

const [park, ride, own] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(Ride, 'own')];
const alias = columnsOf(RideAlias, 'a');
const change = columnsOf(RideListingChange, 'c');
const move = columnsOf(EntityMove);
const [RIDES, ALIASES] = [tableOf(Ride), tableOf(RideAlias)];

/** The rides of a park and the rides linked to them. */
const CANONICAL_GROUPS = `SELECT ${own.rideId} AS rideId FROM ${RIDES} own WHERE ${own.parkId} = ?
  UNION SELECT ${alias.aliasRideId} FROM ${ALIASES} a JOIN ${RIDES} own ON ${own.rideId} = ${alias.rideId}
   WHERE ${own.parkId} = ?`;

/**
 * Everything that the statistics of a park need in addition to its observations. The tables of polls and of imported days are named
 * in SQL, because the modules that have their entities depend on this one.
 */
@Injectable()
export class ParkInputsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<StatisticsPark | null> {
    const [found] = await this.dataSource.query<StatisticsPark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM ${tableOf(Park)} p WHERE ${park.parkId} = ?`,
      [parkId],
    );
    return found ?? null;
  }

  /** Ordered by id, without rides that are linked to another ride, are a queue of one, or do not count. */
  async findRides(parkId: number): Promise<StatisticsRide[]> {
    const { manager } = this.dataSource;
    const rides = await manager.query<Pick<Ride, 'rideId' | 'entityType'>[]>(
      `SELECT ${selectList(Ride, ['rideId', 'entityType'], 'r')} FROM ${RIDES} r
         LEFT JOIN ${ALIASES} a ON ${alias.aliasRideId} = ${ride.rideId}
        WHERE ${ride.parkId} = ? AND ${alias.aliasRideId} IS NULL AND ${isCountedRideSql('r')} ORDER BY ${ride.rideId}`,
      [parkId],
    );
    const links = await manager.query<(Pick<RideAlias, 'rideId'> & { linkedRideId: RideAlias['aliasRideId'] })[]>(
      `SELECT ${alias.rideId} AS rideId, ${alias.aliasRideId} AS linkedRideId FROM ${ALIASES} a
         JOIN ${RIDES} r ON ${ride.rideId} = ${alias.rideId}
        WHERE ${ride.parkId} = ? ORDER BY ${alias.aliasRideId}`,
      [parkId],
    );
    const histories = await this.findListingHistories(parkId);
    return rides.map((ride) => {
      const linkedRideIds = links
        .filter(({ rideId }) => rideId === ride.rideId)
        .map(({ linkedRideId }) => linkedRideId);
      const members = [ride.rideId, ...linkedRideIds].flatMap((id) => histories.get(id) ?? []);
      return { ...ride, isListedAt: (atMs) => isAnyListedAt(members, atMs), linkedRideIds };
    });
  }

  /** For the rides of the park and the rides linked to them, which may belong to other parks. */
  private async findListingHistories(parkId: number): Promise<Map<number, ListingHistory>> {
    const { manager } = this.dataSource;
    const rides = await manager.query<Record<'rideId' | 'isActive' | 'firstSeenMs', number | string | null>[]>(
      `SELECT ${ride.rideId} AS rideId, ${ride.isActive} AS isActive, ${millisecondsSql(ride.firstSeenAt)} AS firstSeenMs
         FROM (${CANONICAL_GROUPS}) member JOIN ${RIDES} r ON ${ride.rideId} = member.rideId`,
      [parkId, parkId],
    );
    const rows = await manager.query<Record<'rideId' | 'changedMs' | 'isListed', number | string>[]>(
      `SELECT ${change.rideId} AS rideId, ${millisecondsSql(change.changedAt)} AS changedMs, ${change.isListed} AS isListed
         FROM (${CANONICAL_GROUPS}) member
         JOIN ${tableOf(RideListingChange)} c ON ${change.rideId} = member.rideId ORDER BY ${change.changedAt}`,
      [parkId, parkId],
    );
    const changes = groupBy(rows.map(listingChange), ({ rideId }) => rideId);
    return new Map(
      rides.map(({ rideId, isActive, firstSeenMs }) => [
        Number(rideId),
        {
          changes: changes.get(Number(rideId)) ?? [],
          isListedNow: Number(isActive) === 1,
          firstSeenMs: firstSeenMs === null ? null : Number(firstSeenMs),
        },
      ]),
    );
  }

  /** Every ride of the park including linked ones, so that their outdated statistics are removed. */
  async findRideIds(parkId: number): Promise<number[]> {
    const rows = await this.dataSource.query<Pick<Ride, 'rideId'>[]>(
      `SELECT ${ride.rideId} AS rideId FROM ${RIDES} r WHERE ${ride.parkId} = ? ORDER BY ${ride.rideId}`,
      [parkId],
    );
    return rows.map(({ rideId }) => rideId);
  }

  /** Parks with canonical rides that rides of this park are linked to. */
  async findParksLinkedTo(parkId: number): Promise<StatisticsPark[]> {
    return this.dataSource.query<StatisticsPark[]>(
      `SELECT DISTINCT ${selectList(Park, PARK, 'p')}
         FROM ${RIDES} own JOIN ${ALIASES} a ON ${alias.aliasRideId} = ${own.rideId}
         JOIN ${RIDES} r ON ${ride.rideId} = ${alias.rideId} JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${own.parkId} = ? AND ${ride.parkId} <> ${own.parkId}`,
      [parkId],
    );
  }

  /** The destinations that the park belongs or belonged to, with the time range of each. */
  async findPollSources({ parkId, destinationId }: StatisticsPark): Promise<PollSource[]> {
    const moves = await this.dataSource.query<{ fromId: EntityMove['fromDestinationId']; atMs: number | string }[]>(
      `SELECT ${move.fromDestinationId} AS fromId, ${millisecondsSql(move.movedAt)} AS atMs FROM ${tableOf(EntityMove)}
        WHERE ${move.parkId} = ? ORDER BY ${move.movedAt}, ${move.moveId}`,
      [parkId],
    );
    const ends = [
      ...moves.map(({ fromId, atMs }) => ({ destinationId: fromId, untilMs: Number(atMs) })),
      { destinationId, untilMs: Infinity },
    ];
    return ends.map((end, index) => ({ ...end, fromMs: ends[index - 1]?.untilMs ?? -Infinity }));
  }

  /** Instants of successful polls, in order. */
  async findPolls(destinationId: number, fromMs: number, toMs: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ atMs: number }[]>(
      `SELECT ${millisecondsSql('observed_at')} AS atMs FROM collection_run_destinations
        WHERE destination_id = ? AND observed_at >= ? AND observed_at < ? ORDER BY observed_at`,
      [destinationId, sqlInstant(fromMs), sqlInstant(toMs)],
    );
    return rows.map(({ atMs }) => Number(atMs));
  }

  /** Whether the History API was imported for any of these dates, in the park of any of the rides. */
  async hasHistoryDays(rideIds: readonly number[], firstDate: string, lastDate: string): Promise<boolean> {
    if (rideIds.length === 0) return false;
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM history_days WHERE state <> 'REFUSED' AND local_date BETWEEN ? AND ?
          AND park_id IN (SELECT ${ride.parkId} FROM ${RIDES} r WHERE ${ride.rideId} IN (?)) LIMIT 1`,
      [firstDate, lastDate, rideIds],
    );
    return rows.length > 0;
  }

  /** Null if the destination was never polled. */
  async findFirstPollMs(destinationId: number): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | null }[]>(
      `SELECT ${millisecondsSql('MIN(observed_at)')} AS atMs FROM collection_run_destinations WHERE destination_id = ?`,
      [destinationId],
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }
}

const listingChange = (row: Record<'rideId' | 'changedMs' | 'isListed', number | string>) => ({
  rideId: Number(row.rideId),
  changedMs: Number(row.changedMs),
  isListed: Number(row.isListed) === 1,
});
