import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';

interface ObservedDates {
  firstSeen: Date | null;
  lastSeen: Date | null;
}

/**
 * SQL that brings the dates between which rides, parks and destinations were seen in step with `ride_names`. It looks
 * without locks and writes by primary key: an UPDATE that joins also locks what it only looks at, and destinations that
 * are refreshed side by side stood in each other's way.
 */
export class ObservedDatesRepository {
  async refresh(manager: EntityManager, destinationId: number): Promise<void> {
    await this.refreshRides(manager, destinationId);
    await this.refreshParks(manager, destinationId);
    await this.refreshDestination(manager, destinationId);
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
      // Mostly all rides were last seen at the same poll: one statement.
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
