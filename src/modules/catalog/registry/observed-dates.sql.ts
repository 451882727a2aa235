import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideAlias, RideName } from '../entities/ride.entity.js';
import { cleanName, nextName } from '../id-matching/name-decorations.js';

/** The time between which a ride used a name. */
export interface RideNameUse extends Pick<RideName, 'rideId' | 'name'> {
  firstSeenMs: number;
  lastSeenMs: number;
}

type ObservedDates = Pick<Park, 'firstSeenAt' | 'lastSeenAt'>;

const destination = columnsOf(Destination);
const park = columnsOf(Park);
const ride = columnsOf(Ride);
const rideName = columnsOf(RideName);
const [p, r, a] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];

/** The rides `r` of the parks `p` of a destination. */
const RIDES = `FROM ${tableOf(Park)} p JOIN ${tableOf(Ride)} r ON ${r.parkId} = ${p.parkId}`;
const OF_DESTINATION = `WHERE ${p.destinationId} = ?`;

/** Each name of each ride, or of a ride that continues it, with the ride's present name. */
const NAMES = (() => {
  const [own, linked] = [columnsOf(RideName, 'own'), columnsOf(RideName, 'linked')];
  const columns = (used: typeof own) =>
    `${r.rideId} AS rideId, ${r.name} AS known, ${used.name} AS name, ${used.firstSeenAt} AS firstSeenAt,
     ${used.lastSeenAt} AS lastSeenAt`;
  return `SELECT ${columns(own)} ${RIDES} JOIN ${tableOf(RideName)} own ON ${own.rideId} = ${r.rideId} ${OF_DESTINATION}
    UNION ALL
    SELECT ${columns(linked)} ${RIDES} JOIN ${tableOf(RideAlias)} a ON ${a.rideId} = ${r.rideId}
      JOIN ${tableOf(RideName)} linked ON ${linked.rideId} = ${a.aliasRideId}
     ${OF_DESTINATION} AND ${linked.lastSeenAt} > ${r.lastSeenAt} + INTERVAL 1 DAY`;
})();

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
    const { rideId, name, firstSeenAt, lastSeenAt } = rideName;
    await manager.query(
      `INSERT INTO ${tableOf(RideName)} (${rideId}, ${name}, ${firstSeenAt}, ${lastSeenAt})
       VALUES ${names.map(() => '(?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE ${firstSeenAt} = LEAST(${firstSeenAt}, VALUES(${firstSeenAt})),
                               ${lastSeenAt} = GREATEST(${lastSeenAt}, VALUES(${lastSeenAt}))`,
      names.flatMap((used) => [
        used.rideId,
        cleanName(used.name),
        new Date(used.firstSeenMs),
        new Date(used.lastSeenMs),
      ]),
    );
  }

  /** Moves the first observation of rides back to an instant before it. Their parks follow with {@link refresh}. */
  async widenFirstSeen(manager: EntityManager, rideIds: readonly number[], firstMs: number): Promise<void> {
    if (rideIds.length === 0) return;
    const first = new Date(firstMs);
    await manager.query(
      `UPDATE ${tableOf(Ride)} SET ${ride.firstSeenAt} = ?
        WHERE ${ride.rideId} IN (?) AND (${ride.firstSeenAt} IS NULL OR ${ride.firstSeenAt} > ?) ORDER BY ${ride.rideId}`,
      [first, rideIds, first],
    );
  }

  /** Moves the end of names that rides used in one poll to the next one. @returns how many were found as expected */
  async confirmNames(
    manager: EntityManager,
    rideIds: readonly number[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<number> {
    if (rideIds.length === 0) return 0;
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `UPDATE ${tableOf(RideName)} SET ${rideName.lastSeenAt} = '${sqlInstant(toMs)}'
        WHERE ${rideName.rideId} IN (${rideIds.join(',')}) AND ${rideName.lastSeenAt} = '${sqlInstant(fromMs)}'`,
    );
    return affectedRows;
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
    const rows = await manager.query<(Pick<Ride, 'rideId'> & Record<'known' | 'newest', RideName['name']>)[]>(
      `SELECT newest.rideId, newest.known, newest.name AS newest FROM (
         SELECT n.rideId, n.known, n.name,
                ROW_NUMBER() OVER (PARTITION BY n.rideId ORDER BY n.lastSeenAt DESC, n.firstSeenAt DESC, n.name) AS place
           FROM (${NAMES}) n) newest
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
    const used = columnsOf(RideName, 'n');
    const rides = await manager.query<(ObservedDates & Pick<Ride, 'rideId'>)[]>(
      `SELECT ${r.rideId} AS rideId, MIN(${used.firstSeenAt}) AS firstSeenAt, MAX(${used.lastSeenAt}) AS lastSeenAt
         ${RIDES} JOIN ${tableOf(RideName)} n ON ${used.rideId} = ${r.rideId} ${OF_DESTINATION} GROUP BY ${r.rideId}`,
      [destinationId],
    );
    const widen = async (end: keyof ObservedDates, wider: 'LEAST' | 'GREATEST'): Promise<void> => {
      const column = ride[end];
      // Usually all rides were last observed in the same poll: one statement.
      for (const [, same] of groupBy(rides, (observed) => observed[end]?.getTime())) {
        const observedAt = same[0]![end];
        const ids = same.map(({ rideId }) => rideId);
        await manager.query(
          `UPDATE ${tableOf(Ride)} SET ${column} = ${wider}(COALESCE(${column}, ?), ?)
            WHERE ${ride.rideId} IN (?) ORDER BY ${ride.rideId}`,
          [observedAt, observedAt, ids],
        );
      }
    };
    await widen('firstSeenAt', 'LEAST');
    await widen('lastSeenAt', 'GREATEST');
  }

  private async refreshParks(manager: EntityManager, destinationId: number): Promise<void> {
    const parks = await manager.query<(ObservedDates & Pick<Park, 'parkId'>)[]>(
      `SELECT ${r.parkId} AS parkId, MIN(${r.firstSeenAt}) AS firstSeenAt, MAX(${r.lastSeenAt}) AS lastSeenAt
         ${RIDES} ${OF_DESTINATION} GROUP BY ${r.parkId}`,
      [destinationId],
    );
    for (const { parkId, firstSeenAt, lastSeenAt } of parks) {
      await manager.query(
        `UPDATE ${tableOf(Park)} SET ${park.firstSeenAt} = ?, ${park.lastSeenAt} = ? WHERE ${park.parkId} = ?`,
        [firstSeenAt, lastSeenAt, parkId],
      );
    }
  }

  private async refreshDestination(manager: EntityManager, destinationId: number): Promise<void> {
    const [observed] = await manager.query<ObservedDates[]>(
      `SELECT MIN(${park.firstSeenAt}) AS firstSeenAt, MAX(${park.lastSeenAt}) AS lastSeenAt
         FROM ${tableOf(Park)} WHERE ${park.destinationId} = ?`,
      [destinationId],
    );
    if (observed?.lastSeenAt === null || observed === undefined) return;
    await manager.query(
      `UPDATE ${tableOf(Destination)} SET ${destination.firstSeenAt} = ?, ${destination.lastSeenAt} = ?
        WHERE ${destination.destinationId} = ?`,
      [observed.firstSeenAt, observed.lastSeenAt, destinationId],
    );
  }
}
