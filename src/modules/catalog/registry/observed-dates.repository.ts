import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { cleanName, nextName } from '../id-matching/name-decorations.js';

/** The time between which a ride used a name. */
export interface RideNameUse {
  rideId: number;
  name: string;
  firstSeenMs: number;
  lastSeenMs: number;
}

interface ObservedDates {
  firstSeen: Date | null;
  lastSeen: Date | null;
}

/**
 * SQL on `ride_names`, and on the names and observed dates of rides, parks and destinations that follow from them. Always
 * in the caller's transaction. Dates are read without locks and written by primary key: an UPDATE with a join also locks
 * the rows it only reads, and concurrent refreshes of several destinations blocked each other.
 */
@Injectable()
export class ObservedDatesRepository {
  /** Widens the dates between which rides used their names. Status words such as "[Unavailable]" are removed first. */
  async recordNames(manager: EntityManager, names: readonly RideNameUse[]): Promise<void> {
    if (names.length === 0) return;
    await manager.query(
      `INSERT INTO ride_names (ride_id, name, first_seen_at, last_seen_at) VALUES ${names.map(() => '(?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE first_seen_at = LEAST(first_seen_at, VALUES(first_seen_at)),
                               last_seen_at = GREATEST(last_seen_at, VALUES(last_seen_at))`,
      names.flatMap(({ rideId, name, firstSeenMs, lastSeenMs }) => [
        rideId,
        cleanName(name),
        new Date(firstSeenMs),
        new Date(lastSeenMs),
      ]),
    );
  }

  async renameRide(manager: EntityManager, rideId: number, name: string, normalizedName: string): Promise<void> {
    await manager.query('UPDATE rides SET name = ?, normalized_name = ? WHERE ride_id = ?', [
      name,
      normalizedName,
      rideId,
    ]);
  }

  /**
   * Updates the observed dates of a destination, its parks and its rides from `ride_names`.
   * @returns rides whose newest name differs from the name they have
   */
  async refresh(manager: EntityManager, destinationId: number): Promise<{ rideId: number; name: string }[]> {
    await this.refreshRides(manager, destinationId);
    await this.refreshParks(manager, destinationId);
    await this.refreshDestination(manager, destinationId);
    return this.findOutdatedNames(manager, destinationId);
  }

  /** Rides whose newest name differs from their current one. A ride that continues under a linked UUID gets that one's name. */
  private async findOutdatedNames(
    manager: EntityManager,
    destinationId: number,
  ): Promise<{ rideId: number; name: string }[]> {
    const rows = await manager.query<{ rideId: number; known: string; newest: string }[]>(
      `SELECT newest.ride_id AS rideId, newest.known, newest.name AS newest FROM (
         SELECT n.ride_id, n.known, n.name,
                ROW_NUMBER() OVER (PARTITION BY n.ride_id ORDER BY n.last_seen_at DESC, n.first_seen_at DESC, n.name) AS place
           FROM (SELECT r.ride_id, r.name AS known, own.name, own.first_seen_at, own.last_seen_at
                   FROM parks p JOIN rides r ON r.park_id = p.park_id JOIN ride_names own ON own.ride_id = r.ride_id
                  WHERE p.destination_id = ?
                 UNION ALL
                 SELECT r.ride_id, r.name, linked.name, linked.first_seen_at, linked.last_seen_at
                   FROM parks p JOIN rides r ON r.park_id = p.park_id JOIN ride_aliases a ON a.ride_id = r.ride_id
                   JOIN ride_names linked ON linked.ride_id = a.alias_ride_id
                  WHERE p.destination_id = ? AND linked.last_seen_at > r.last_seen_at + INTERVAL 1 DAY) n) newest
        WHERE newest.place = 1 AND CAST(newest.known AS BINARY) <> CAST(newest.name AS BINARY)`,
      [destinationId, destinationId],
    );
    return rows
      .map(({ rideId, known, newest }) => ({ rideId, known, name: nextName(known, newest) }))
      .filter(({ known, name }) => name !== known)
      .map(({ rideId, name }) => ({ rideId, name }));
  }

  /** Never narrows them. */
  private async refreshRides(manager: EntityManager, destinationId: number): Promise<void> {
    const rides = await manager.query<(ObservedDates & { rideId: number })[]>(
      `SELECT r.ride_id AS rideId, MIN(n.first_seen_at) AS firstSeen, MAX(n.last_seen_at) AS lastSeen
         FROM parks p JOIN rides r ON r.park_id = p.park_id JOIN ride_names n ON n.ride_id = r.ride_id
        WHERE p.destination_id = ? GROUP BY r.ride_id`,
      [destinationId],
    );
    const widen = async (column: string, wider: 'LEAST' | 'GREATEST', end: keyof ObservedDates): Promise<void> => {
      // Usually all rides were last observed in the same poll: one statement.
      for (const [, same] of groupBy(rides, (ride) => ride[end]?.getTime())) {
        const observedAt = same[0]![end];
        const ids = same.map(({ rideId }) => rideId);
        await manager.query(
          `UPDATE rides SET ${column} = ${wider}(COALESCE(${column}, ?), ?) WHERE ride_id IN (?) ORDER BY ride_id`,
          [observedAt, observedAt, ids],
        );
      }
    };
    await widen('first_seen_at', 'LEAST', 'firstSeen');
    await widen('last_seen_at', 'GREATEST', 'lastSeen');
  }

  private async refreshParks(manager: EntityManager, destinationId: number): Promise<void> {
    const parks = await manager.query<(ObservedDates & { parkId: number })[]>(
      `SELECT r.park_id AS parkId, MIN(r.first_seen_at) AS firstSeen, MAX(r.last_seen_at) AS lastSeen
         FROM parks p JOIN rides r ON r.park_id = p.park_id WHERE p.destination_id = ? GROUP BY r.park_id`,
      [destinationId],
    );
    for (const { parkId, firstSeen, lastSeen } of parks) {
      await manager.query('UPDATE parks SET first_seen_at = ?, last_seen_at = ? WHERE park_id = ?', [
        firstSeen,
        lastSeen,
        parkId,
      ]);
    }
  }

  private async refreshDestination(manager: EntityManager, destinationId: number): Promise<void> {
    const [observed] = await manager.query<ObservedDates[]>(
      'SELECT MIN(first_seen_at) AS firstSeen, MAX(last_seen_at) AS lastSeen FROM parks WHERE destination_id = ?',
      [destinationId],
    );
    if (observed?.lastSeen === null || observed === undefined) return;
    await manager.query('UPDATE destinations SET first_seen_at = ?, last_seen_at = ? WHERE destination_id = ?', [
      observed.firstSeen,
      observed.lastSeen,
      destinationId,
    ]);
  }
}
