import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { containsPattern } from '../../../common/database/sql-helpers.js';
import type { MappableRide, MappingFilter, MappingRecord, MethodCount } from './mapping.js';

const COLUMNS = `m.mapping_id AS mappingId, m.themeparks_wiki_id AS themeparksWikiId, m.method, m.score, m.reason,
  m.archive_name AS archiveName, m.matched_name AS matchedName, m.import_id AS importId, m.decided_at AS decidedAt,
  m.undone_at AS undoneAt, m.ride_id AS rideId, r.name AS rideName, r.park_id AS parkId, p.name AS parkName,
  own.ride_id AS ownRideId,
  (SELECT MIN(near.ride_id) FROM rides near
    WHERE m.method = 'CREATED' AND near.park_id = r.park_id AND near.ride_id <> m.ride_id
      AND (near.name = m.matched_name
        OR EXISTS (SELECT 1 FROM ride_names n WHERE n.ride_id = near.ride_id AND n.name = m.matched_name))
  ) AS nearestRideId`;
const FROM = `FROM id_mappings m JOIN rides r ON r.ride_id = m.ride_id JOIN parks p ON p.park_id = r.park_id
  LEFT JOIN rides own ON own.themeparks_wiki_id = m.themeparks_wiki_id`;
/** A guess, or an entity that was kept separate although a similar name exists. */
const WORTH_A_REVIEW = `(m.method = 'FUZZY_NAME' OR (m.method = 'CREATED' AND m.matched_name IS NOT NULL))`;

/** SQL on id_mappings and ride_aliases: the ride as which a UUID counts, and the reason. */
@Injectable()
export class MappingRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Least certain first, then newest first. */
  async findPage(
    filter: MappingFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: MappingRecord[]; total: number }> {
    const { where, values } = conditionsOf(filter);
    const { manager } = this.dataSource;
    const [count] = await manager.query<{ total: number }[]>(`SELECT COUNT(*) AS total ${FROM} WHERE ${where}`, values);
    const data = await manager.query<MappingRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${where} ORDER BY COALESCE(m.score, 0), m.mapping_id DESC LIMIT ? OFFSET ?`,
      [...values, limit, offset],
    );
    return { data, total: count!.total };
  }

  /** The active decision about a UUID. */
  async findCurrent(manager: EntityManager, themeparksWikiId: string): Promise<MappingRecord | null> {
    const rows = await manager.query<MappingRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE m.themeparks_wiki_id = ? AND m.undone_at IS NULL ORDER BY m.mapping_id DESC LIMIT 1`,
      [themeparksWikiId],
    );
    return rows[0] ?? null;
  }

  async countByMethod(importId: string): Promise<MethodCount[]> {
    const rows = await this.dataSource.manager.query<(Omit<MethodCount, 'undone'> & { undone: number | string })[]>(
      `SELECT method, reason, COUNT(*) AS count, SUM(undone_at IS NOT NULL) AS undone
         FROM id_mappings WHERE import_id = ? GROUP BY method, reason ORDER BY method, reason`,
      [importId],
    );
    return rows.map((row) => ({ ...row, undone: Number(row.undone) }));
  }

  async findRide(manager: EntityManager, rideId: number): Promise<MappableRide | null> {
    const [ride] = await selectRides(manager, 'r.ride_id = ?', [rideId]);
    return ride ?? null;
  }

  async findRideOfUuid(manager: EntityManager, themeparksWikiId: string): Promise<MappableRide | null> {
    const [ride] = await selectRides(manager, 'r.themeparks_wiki_id = ?', [themeparksWikiId]);
    return ride ?? null;
  }

  /** Rides of a park that currently have this name. */
  async findRidesByName(manager: EntityManager, parkId: number, normalizedName: string): Promise<MappableRide[]> {
    return selectRides(manager, 'r.park_id = ? AND CAST(r.normalized_name AS BINARY) = CAST(? AS BINARY)', [
      parkId,
      normalizedName,
    ]);
  }

  /** Every current and former name of a ride. */
  async findNames(manager: EntityManager, rideId: number): Promise<string[]> {
    const rows = await manager.query<{ name: string }[]>(
      'SELECT name FROM rides WHERE ride_id = ? UNION SELECT name FROM ride_names WHERE ride_id = ?',
      [rideId, rideId],
    );
    return rows.map(({ name }) => name);
  }

  /** Number of these UUIDs whose ride was never observed. */
  async countUnobserved(manager: EntityManager, themeparksWikiIds: readonly string[]): Promise<number> {
    if (themeparksWikiIds.length === 0) return 0;
    const [row] = await manager.query<{ count: number }[]>(
      `SELECT COUNT(*) AS count FROM rides r WHERE r.themeparks_wiki_id IN (?) AND r.first_seen_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM ride_names n WHERE n.ride_id = r.ride_id)`,
      [themeparksWikiIds],
    );
    return Number(row!.count);
  }

  /** Rides that are linked to this one. */
  async findLinkedTo(manager: EntityManager, rideId: number): Promise<number[]> {
    const rows = await manager.query<{ rideId: number }[]>(
      'SELECT alias_ride_id AS rideId FROM ride_aliases WHERE ride_id = ? ORDER BY alias_ride_id',
      [rideId],
    );
    return rows.map(({ rideId: linked }) => linked);
  }

  async unlink(manager: EntityManager, aliasRideId: number): Promise<void> {
    await manager.query('DELETE FROM ride_aliases WHERE alias_ride_id = ?', [aliasRideId]);
  }

  async isActive(manager: EntityManager, rideId: number): Promise<boolean> {
    const rows = await manager.query<unknown[]>('SELECT 1 FROM rides WHERE ride_id = ? AND is_active = 1', [rideId]);
    return rows.length > 0;
  }

  async undoDecisions(manager: EntityManager, themeparksWikiId: string, undoneAt: Date): Promise<void> {
    await manager.query('UPDATE id_mappings SET undone_at = ? WHERE themeparks_wiki_id = ? AND undone_at IS NULL', [
      undoneAt,
      themeparksWikiId,
    ]);
  }

  async insertUnobservedRide(
    manager: EntityManager,
    ride: { parkId: number; themeparksWikiId: string; name: string; normalizedName: string },
  ): Promise<void> {
    await manager.query('INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name) VALUES (?, ?, ?, ?)', [
      ride.parkId,
      ride.themeparksWikiId,
      ride.name,
      ride.normalizedName,
    ]);
  }
}

async function selectRides(manager: EntityManager, condition: string, values: unknown[]): Promise<MappableRide[]> {
  return manager.query<MappableRide[]>(
    `SELECT r.ride_id AS rideId, r.themeparks_wiki_id AS themeparksWikiId, r.name, r.park_id AS parkId,
            p.destination_id AS destinationId, p.timezone, a.ride_id AS linkedToRideId
       FROM rides r JOIN parks p ON p.park_id = r.park_id LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
      WHERE ${condition} ORDER BY r.ride_id`,
    values,
  );
}

/** Whether the request has a filter of its own, which replaces the default one. */
function isNarrowed({ all, undone, ...others }: MappingFilter): boolean {
  const { method, reason, maxScore, importId, parkId, q } = others;
  const given = [method, reason, maxScore, importId, parkId, q].some((value) => value !== undefined);
  return all === true || undone === true || given;
}

function conditionsOf(filter: MappingFilter): { where: string; values: unknown[] } {
  const pattern = filter.q === undefined ? undefined : containsPattern(filter.q);
  const conditions: [string, unknown[]][] = [[`m.undone_at IS ${filter.undone ? 'NOT ' : ''}NULL`, []]];
  if (!isNarrowed(filter)) conditions.push([WORTH_A_REVIEW, []]);
  if (filter.method !== undefined) conditions.push(['m.method = ?', [filter.method]]);
  if (filter.reason !== undefined) conditions.push(['m.reason = ?', [filter.reason]]);
  if (filter.maxScore !== undefined) conditions.push(['m.score <= ?', [filter.maxScore]]);
  if (filter.importId !== undefined) conditions.push(['m.import_id = ?', [filter.importId]]);
  if (filter.parkId !== undefined) conditions.push(['r.park_id = ?', [filter.parkId]]);
  if (pattern !== undefined) conditions.push(['(m.archive_name LIKE ? OR m.matched_name LIKE ?)', [pattern, pattern]]);
  return { where: conditions.map(([sql]) => sql).join(' AND '), values: conditions.flatMap(([, values]) => values) };
}
