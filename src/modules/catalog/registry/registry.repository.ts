import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Ride } from '../entities/ride.entity.js';
import type { CandidateRide, MatchMethod } from '../id-matching/match-types.js';

export interface KnownRide {
  themeparksWikiId: string;
  rideId: number;
  name: string;
  parkId: number;
  destinationId: number;
  timezone: string | null;
  parkUnknown: boolean;
  parkWikiId: string | null;
  entityType: Ride['entityType'];
}

export interface KnownDestination {
  destinationId: number;
  themeparksWikiId: string;
  name: string;
}

export interface KnownPark {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string | null;
  timezone: string | null;
}

export interface NewRide {
  parkId: number;
  themeparksWikiId: string;
  name: string;
  normalizedName: string;
  entityType: Ride['entityType'];
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface NewMapping {
  themeparksWikiId: string;
  rideId: number;
  method: MatchMethod;
  score: number | null;
  reason: string;
  archiveName: string;
  matchedName: string | null;
  importId: string | null;
  decidedAt: Date;
}

interface Inserted {
  insertId: number;
}

/** SQL that registers destinations, parks and rides reported by sources. Always in the caller's transaction. */
@Injectable()
export class RegistryRepository {
  /** Returns the id. A new destination is named by its UUID until metadata arrives. */
  async ensureDestination(manager: EntityManager, themeparksWikiId: string): Promise<number> {
    const found = await this.findDestination(manager, themeparksWikiId);
    if (found !== null) return found;
    await manager.query(
      'INSERT INTO destinations (themeparks_wiki_id, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = name',
      [themeparksWikiId, `Destination ${themeparksWikiId.slice(0, 8)}`],
    );
    return (await this.findDestination(manager, themeparksWikiId))!;
  }

  /** All active destinations, or the given one whether it is active or not. */
  async findDestinations(manager: EntityManager, themeparksWikiId: string | null): Promise<KnownDestination[]> {
    const wanted = themeparksWikiId === null ? 'is_active' : 'themeparks_wiki_id = ?';
    return manager.query<KnownDestination[]>(
      `SELECT destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, name
         FROM destinations WHERE themeparks_wiki_id IS NOT NULL AND ${wanted} ORDER BY destination_id`,
      themeparksWikiId === null ? [] : [themeparksWikiId],
    );
  }

  async findDestination(manager: EntityManager, themeparksWikiId: string): Promise<number | null> {
    const rows = await manager.query<{ id: number }[]>(
      'SELECT destination_id AS id FROM destinations WHERE themeparks_wiki_id = ?',
      [themeparksWikiId],
    );
    return rows[0]?.id ?? null;
  }

  /** Serializes registrations of one destination: two processes must not decide about the same entity. */
  async lockDestination(manager: EntityManager, destinationId: number): Promise<void> {
    await manager.query('SELECT destination_id FROM destinations WHERE destination_id = ? FOR UPDATE', [destinationId]);
  }

  async findRides(manager: EntityManager, themeparksWikiIds: readonly string[]): Promise<KnownRide[]> {
    if (themeparksWikiIds.length === 0) return [];
    const rows = await manager.query<Omit<KnownRide, 'parkUnknown'>[]>(
      `SELECT r.themeparks_wiki_id AS themeparksWikiId, r.ride_id AS rideId, r.name, r.park_id AS parkId,
              p.destination_id AS destinationId, p.timezone,
              r.entity_type AS entityType, p.themeparks_wiki_id AS parkWikiId
         FROM rides r JOIN parks p ON p.park_id = r.park_id WHERE r.themeparks_wiki_id IN (?)`,
      [themeparksWikiIds],
    );
    return rows.map((row) => ({ ...row, parkUnknown: row.parkWikiId === null }));
  }

  /** Parks by UUID. For a merged park, its target is returned under the requested UUID. */
  async findParks(manager: EntityManager, themeparksWikiIds: readonly string[]): Promise<KnownPark[]> {
    if (themeparksWikiIds.length === 0) return [];
    return manager.query<KnownPark[]>(
      `SELECT t.park_id AS parkId, t.destination_id AS destinationId, p.themeparks_wiki_id AS themeparksWikiId, t.timezone
         FROM parks p
         LEFT JOIN catalog_decisions d ON d.park_id = p.park_id AND d.kind = 'SAME_AS' AND d.undone_at IS NULL
         JOIN parks t ON t.park_id = COALESCE(d.target_park_id, p.park_id)
        WHERE p.themeparks_wiki_id IN (?)`,
      [themeparksWikiIds],
    );
  }

  /** Parks among these that belong to another destination, by UUID. */
  async findForeignParks(
    manager: EntityManager,
    destinationId: number,
    themeparksWikiIds: readonly string[],
  ): Promise<Set<string>> {
    if (themeparksWikiIds.length === 0) return new Set();
    const rows = await manager.query<{ id: string }[]>(
      'SELECT themeparks_wiki_id AS id FROM parks WHERE themeparks_wiki_id IN (?) AND destination_id <> ?',
      [themeparksWikiIds, destinationId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async findParksOfDestination(manager: EntityManager, destinationId: number): Promise<KnownPark[]> {
    return manager.query<KnownPark[]>(
      `SELECT park_id AS parkId, destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, timezone
         FROM parks WHERE destination_id = ? ORDER BY park_id`,
      [destinationId],
    );
  }

  async findParkTimezones(manager: EntityManager): Promise<ReadonlyMap<string, string>> {
    const rows = await manager.query<{ id: string; timezone: string }[]>(
      `SELECT themeparks_wiki_id AS id, timezone FROM parks
        WHERE themeparks_wiki_id IS NOT NULL AND timezone IS NOT NULL`,
    );
    return new Map(rows.map(({ id, timezone }) => [id, timezone]));
  }

  async findRideIds(manager: EntityManager, parkId: number): Promise<number[]> {
    const rows = await manager.query<{ rideId: number }[]>('SELECT ride_id AS rideId FROM rides WHERE park_id = ?', [
      parkId,
    ]);
    return rows.map(({ rideId }) => rideId);
  }

  /** The placeholder park for unassigned rides; null: the destination has none. */
  async findUnassignedPark(manager: EntityManager, destinationId: number): Promise<KnownPark | null> {
    const rows = await manager.query<KnownPark[]>(
      `SELECT park_id AS parkId, destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, timezone
         FROM parks WHERE destination_id = ? AND themeparks_wiki_id IS NULL ORDER BY park_id LIMIT 1`,
      [destinationId],
    );
    return rows[0] ?? null;
  }

  async insertPark(
    manager: EntityManager,
    park: Omit<KnownPark, 'parkId'> & { name: string; slug: string | null },
  ): Promise<KnownPark> {
    const { insertId } = await manager.query<Inserted>(
      'INSERT INTO parks (destination_id, themeparks_wiki_id, name, slug, timezone) VALUES (?, ?, ?, ?, ?)',
      [park.destinationId, park.themeparksWikiId, park.name, park.slug, park.timezone],
    );
    const { destinationId, themeparksWikiId, timezone } = park;
    return { parkId: insertId, destinationId, themeparksWikiId, timezone };
  }

  /** Sets the time zone if it is unknown. @returns whether it was set */
  async setTimezoneIfUnknown(manager: EntityManager, parkId: number, timezone: string): Promise<boolean> {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      'UPDATE parks SET timezone = ? WHERE park_id = ? AND timezone IS NULL',
      [timezone, parkId],
    );
    return affectedRows === 1;
  }

  /** Sets the type if it is unknown. */
  async setEntityTypeIfUnknown(
    manager: EntityManager,
    rideId: number,
    entityType: NonNullable<Ride['entityType']>,
  ): Promise<void> {
    await manager.query('UPDATE rides SET entity_type = ? WHERE ride_id = ? AND entity_type IS NULL', [
      entityType,
      rideId,
    ]);
  }

  async moveRideToPark(manager: EntityManager, rideId: number, parkId: number): Promise<void> {
    await manager.query('UPDATE rides SET park_id = ? WHERE ride_id = ?', [parkId, rideId]);
  }

  /** Rides of a park that a new entity may match, once for each of their current and former names. */
  async findCandidates(manager: EntityManager, parkId: number): Promise<CandidateRide[]> {
    const rows = await manager.query<(Omit<CandidateRide, 'hasUuid'> & { hasUuid: number })[]>(
      `SELECT named.ride_id AS rideId, named.name, r.entity_type AS entityType,
              (r.themeparks_wiki_id IS NOT NULL OR EXISTS (SELECT 1 FROM ride_aliases a WHERE a.ride_id = r.ride_id)) AS hasUuid
         FROM (SELECT ride_id, name FROM rides WHERE park_id = ?
               UNION SELECT n.ride_id, n.name FROM ride_names n JOIN rides o ON o.ride_id = n.ride_id WHERE o.park_id = ?) named
         JOIN rides r ON r.ride_id = named.ride_id`,
      [parkId, parkId],
    );
    return rows.map((row) => ({ ...row, hasUuid: Number(row.hasUuid) === 1 }));
  }

  async insertRide(manager: EntityManager, ride: NewRide): Promise<number> {
    const { insertId } = await manager.query<Inserted>(
      `INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name, entity_type, first_seen_at, last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [
        ride.parkId,
        ride.themeparksWikiId,
        ride.name,
        ride.normalizedName,
        ride.entityType,
        ride.firstSeenAt,
        ride.lastSeenAt,
      ],
    );
    return insertId;
  }

  async linkAlias(
    manager: EntityManager,
    alias: { aliasRideId: number; rideId: number; themeparksWikiId: string; linkedAt: Date },
  ): Promise<void> {
    await manager.query(
      'INSERT INTO ride_aliases (alias_ride_id, ride_id, themeparks_wiki_id, linked_at) VALUES (?, ?, ?, ?)',
      [alias.aliasRideId, alias.rideId, alias.themeparksWikiId, alias.linkedAt],
    );
  }

  async insertMapping(manager: EntityManager, mapping: NewMapping): Promise<number> {
    const { insertId } = await manager.query<Inserted>(
      `INSERT INTO id_mappings (themeparks_wiki_id, ride_id, method, score, reason, archive_name, matched_name, import_id, decided_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        mapping.themeparksWikiId,
        mapping.rideId,
        mapping.method,
        mapping.score,
        mapping.reason,
        mapping.archiveName,
        mapping.matchedName,
        mapping.importId,
        mapping.decidedAt,
      ],
    );
    return insertId;
  }
}
