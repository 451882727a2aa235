import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { containsPattern } from '../../common/database/sql-helpers.js';
import type { DecisionInForce } from './decisions/decision.js';
import { DECISION_IN_FORCE_COLUMNS } from './decisions/decision.repository.js';
import { isCountedParkSql, isCountedRideSql, isInsideParkSql, isListedTypeSql } from './entity-types.js';

export interface DestinationRecord {
  destinationId: number;
  themeparksWikiId: string;
  name: string;
  slug: string | null;
  parks: number;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

export interface ParkRecord {
  parkId: number;
  destinationId: number;
  destinationName: string;
  themeparksWikiId: string | null;
  name: string;
  slug: string | null;
  timezone: string | null;
  latitude: number | null;
  longitude: number | null;
  reportsDown: boolean | null;
  downReportedFrom: string | null;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

export interface ParkRideCounts {
  rides: number;
  linkedRides: number;
  observedRides: number;
}

export interface Slice {
  limit: number;
  offset: number;
}

export interface Found<T> {
  data: T[];
  total: number;
}

/** The placeholder park for unassigned rides is listed only while it holds a ride that belongs in a park. */
const IS_LISTED_PARK = `(p.themeparks_wiki_id IS NOT NULL OR EXISTS (
  SELECT 1 FROM rides r WHERE r.park_id = p.park_id AND ${isInsideParkSql('r.entity_type')}))
  AND ${isCountedParkSql('p')}`;
const DESTINATION_COLUMNS = `d.destination_id AS destinationId, d.themeparks_wiki_id AS themeparksWikiId, d.name, d.slug,
  (SELECT COUNT(*) FROM parks p WHERE p.destination_id = d.destination_id AND ${IS_LISTED_PARK}) AS parks,
  d.first_seen_at AS firstSeenAt, d.last_seen_at AS lastSeenAt`;
const PARK_COLUMNS = `p.park_id AS parkId, p.destination_id AS destinationId, d.name AS destinationName,
  p.themeparks_wiki_id AS themeparksWikiId, p.name, p.slug, p.timezone, p.latitude, p.longitude,
  p.reports_down AS reportsDown,
  (SELECT DATE_FORMAT(MAX(w.from_date), '%Y-%m-%d') FROM park_down_reports w
    WHERE w.park_id = p.park_id AND w.until_date IS NULL) AS downReportedFrom, p.first_seen_at AS firstSeenAt, p.last_seen_at AS lastSeenAt`;
const PARK_FROM = 'FROM parks p JOIN destinations d ON d.destination_id = p.destination_id';

/** All SQL that reads destinations and parks. */
@Injectable()
export class CatalogRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Sorted by name. */
  async findDestinations({ limit, offset }: Slice): Promise<Found<DestinationRecord>> {
    const data = await this.dataSource.manager.query<DestinationRecord[]>(
      `SELECT ${DESTINATION_COLUMNS} FROM destinations d ORDER BY d.name, d.destination_id LIMIT ? OFFSET ?`,
      [limit, offset],
    );
    return { data, total: await this.count('SELECT COUNT(*) AS total FROM destinations', []) };
  }

  /** The names of all destinations by UUID. */
  async findDestinationNames(): Promise<Map<string, string>> {
    const rows = await this.dataSource.manager.query<{ id: string; name: string }[]>(
      'SELECT themeparks_wiki_id AS id, name FROM destinations',
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async findDestinationId(themeparksWikiId: string): Promise<number | null> {
    const rows = await this.dataSource.manager.query<{ id: number }[]>(
      'SELECT destination_id AS id FROM destinations WHERE themeparks_wiki_id = ?',
      [themeparksWikiId],
    );
    return rows[0]?.id ?? null;
  }

  async findPark(parkId: number): Promise<ParkRecord | null> {
    const [park] = await this.selectParks('WHERE p.park_id = ?', [parkId]);
    return park ?? null;
  }

  /** Sorted by name. */
  async findParks(
    filter: { destinationId?: number; q?: string },
    { limit, offset }: Slice,
  ): Promise<Found<ParkRecord>> {
    const conditions: [string, ...unknown[]][] = [[IS_LISTED_PARK]];
    if (filter.destinationId !== undefined) conditions.push(['p.destination_id = ?', filter.destinationId]);
    if (filter.q !== undefined) conditions.push(['p.name LIKE ?', containsPattern(filter.q)]);
    const where = `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
    const values = conditions.flatMap(([, ...bound]) => bound);
    const data = await this.selectParks(`${where} ORDER BY p.name, p.park_id LIMIT ? OFFSET ?`, [
      ...values,
      limit,
      offset,
    ]);
    return { data, total: await this.count(`SELECT COUNT(*) AS total FROM parks p ${where}`, values) };
  }

  /** Rides of a destination that are not assigned to a park yet. */
  async findRidesWithoutPark(destinationId: number): Promise<number[]> {
    const rows = await this.dataSource.manager.query<{ rideId: number }[]>(
      `SELECT r.ride_id AS rideId FROM rides r JOIN parks p ON p.park_id = r.park_id
        WHERE p.destination_id = ? AND p.themeparks_wiki_id IS NULL`,
      [destinationId],
    );
    return rows.map(({ rideId }) => rideId);
  }

  /** The active decision that excludes a park or merges it into another one; null: none. */
  async findDecisionInForce(parkId: number): Promise<DecisionInForce | null> {
    const [decision] = await this.dataSource.manager.query<DecisionInForce[]>(
      `SELECT ${DECISION_IN_FORCE_COLUMNS} FROM catalog_decisions d
        WHERE d.park_id = ? AND d.undone_at IS NULL ORDER BY d.decision_id DESC LIMIT 1`,
      [parkId],
    );
    return decision ?? null;
  }

  async countRides(parkId: number): Promise<ParkRideCounts> {
    const [counts] = await this.dataSource.manager.query<Record<keyof ParkRideCounts, string | number | null>[]>(
      `SELECT SUM(a.ride_id IS NULL) AS rides, SUM(a.ride_id IS NOT NULL) AS linkedRides,
              SUM(a.ride_id IS NULL AND (c.ride_id IS NOT NULL OR EXISTS (
                SELECT 1 FROM ride_aliases linked JOIN ride_current lc ON lc.ride_id = linked.alias_ride_id
                 WHERE linked.ride_id = r.ride_id))) AS observedRides
         FROM rides r LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
         LEFT JOIN ride_current c ON c.ride_id = r.ride_id 
        WHERE r.park_id = ? AND ${isListedTypeSql('r.entity_type')} AND ${isCountedRideSql('r')}`,
      [parkId],
    );
    const { rides, linkedRides, observedRides } = counts!;
    return { rides: Number(rides), linkedRides: Number(linkedRides), observedRides: Number(observedRides) };
  }

  private async selectParks(rest: string, values: unknown[]): Promise<ParkRecord[]> {
    const rows = await this.dataSource.manager.query<(Omit<ParkRecord, 'reportsDown'> & { reportsDown: unknown })[]>(
      `SELECT ${PARK_COLUMNS} ${PARK_FROM} ${rest}`,
      values,
    );
    return rows.map((row) => ({
      ...row,
      reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1,
    }));
  }

  private async count(sql: string, values: unknown[]): Promise<number> {
    const [row] = await this.dataSource.manager.query<{ total: number }[]>(sql, values);
    return row!.total;
  }
}
