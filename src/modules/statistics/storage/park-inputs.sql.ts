import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { selectList, tableOf } from '../../../common/database/columns.js';
import type { EntityMove } from '../../catalog/entities/catalog-decision.entity.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, type RideAlias } from '../../catalog/entities/ride.entity.js';
import { isAnyListedAt, type ListingHistory } from '../../catalog/ride-listing-history.js';
import { groupBy } from '../../../common/collections.js';
import { isCountedRideSql } from '../../catalog/entity-types.js';
import { sqlInstant } from '../../../common/database/sql-instant.js';

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

/** The rides of a park and the rides linked to them. */
const CANONICAL_GROUPS = `SELECT ride_id FROM rides WHERE park_id = ?
  UNION SELECT a.alias_ride_id FROM ride_aliases a JOIN rides own ON own.ride_id = a.ride_id WHERE own.park_id = ?`;

/** Everything that the statistics of a park need in addition to its observations. */
@Injectable()
export class ParkInputsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<StatisticsPark | null> {
    const [park] = await this.dataSource.query<StatisticsPark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM ${tableOf(Park)} p WHERE p.park_id = ?`,
      [parkId],
    );
    return park ?? null;
  }

  /** Ordered by id, without rides that are linked to another ride, are a queue of one, or do not count. */
  async findRides(parkId: number): Promise<StatisticsRide[]> {
    const { manager } = this.dataSource;
    const rides = await manager.query<Pick<Ride, 'rideId' | 'entityType'>[]>(
      `SELECT ${selectList(Ride, ['rideId', 'entityType'], 'r')} FROM ${tableOf(Ride)} r
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
        WHERE r.park_id = ? AND a.alias_ride_id IS NULL AND ${isCountedRideSql('r')} ORDER BY r.ride_id`,
      [parkId],
    );
    const links = await manager.query<(Pick<RideAlias, 'rideId'> & { linkedRideId: RideAlias['aliasRideId'] })[]>(
      `SELECT a.ride_id AS rideId, a.alias_ride_id AS linkedRideId FROM ride_aliases a
         JOIN rides r ON r.ride_id = a.ride_id WHERE r.park_id = ? ORDER BY a.alias_ride_id`,
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
      `SELECT r.ride_id AS rideId, r.is_active AS isActive, ${millisecondsSql('r.first_seen_at')} AS firstSeenMs
         FROM (${CANONICAL_GROUPS}) member JOIN rides r ON r.ride_id = member.ride_id`,
      [parkId, parkId],
    );
    const rows = await manager.query<Record<'rideId' | 'changedMs' | 'isListed', number | string>[]>(
      `SELECT c.ride_id AS rideId, ${millisecondsSql('c.changed_at')} AS changedMs, c.is_listed AS isListed
         FROM (${CANONICAL_GROUPS}) member JOIN ride_listing_changes c ON c.ride_id = member.ride_id ORDER BY c.changed_at`,
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
      'SELECT ride_id AS rideId FROM rides WHERE park_id = ? ORDER BY ride_id',
      [parkId],
    );
    return rows.map(({ rideId }) => rideId);
  }

  /** Parks with canonical rides that rides of this park are linked to. */
  async findParksLinkedTo(parkId: number): Promise<StatisticsPark[]> {
    return this.dataSource.query<StatisticsPark[]>(
      `SELECT DISTINCT ${selectList(Park, PARK, 'p')}
         FROM rides own JOIN ride_aliases a ON a.alias_ride_id = own.ride_id
         JOIN rides r ON r.ride_id = a.ride_id JOIN parks p ON p.park_id = r.park_id
        WHERE own.park_id = ? AND r.park_id <> own.park_id`,
      [parkId],
    );
  }

  /** The destinations that the park belongs or belonged to, with the time range of each. */
  async findPollSources({ parkId, destinationId }: StatisticsPark): Promise<PollSource[]> {
    const moves = await this.dataSource.query<{ fromId: EntityMove['fromDestinationId']; atMs: number | string }[]>(
      `SELECT from_destination_id AS fromId, ${millisecondsSql('moved_at')} AS atMs FROM entity_moves
        WHERE park_id = ? ORDER BY moved_at, move_id`,
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
