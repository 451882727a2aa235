import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import { TimeZone } from '../../common/time/zones/time-zone.js';

/** No observation is older. The last stored rule also applies to all later time. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2060, 0, 1);
const SECOND_MS = 1000;

/** Stored form of the rules: the end of each period (Unix seconds, null for the last) and its offset from UTC in seconds. */
export type StoredRules = readonly (readonly [untilSeconds: number | null, offsetSeconds: number])[];

export function storedRules(zone: TimeZone): StoredRules {
  const periods = zone.periods(FIRST_MS, LAST_MS);
  return periods.map(({ untilMs, offsetMs }, index) => {
    return [index === periods.length - 1 ? null : untilMs / SECOND_MS, offsetMs / SECOND_MS];
  });
}

export function zoneOf(name: string, rules: StoredRules): TimeZone {
  const periods = rules.map(([until, offset]) => ({
    untilMs: until === null ? Infinity : until * SECOND_MS,
    offsetMs: offset * SECOND_MS,
  }));
  return new TimeZone(name, periods);
}

export function fingerprintOfRules(rules: StoredRules): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex');
}

/** A park and the rules that its stored days follow. */
export interface ParkZone {
  parkId: number;
  timezone: string | null;
  /** Describe the stored rules; all null if there are none. */
  storedTimezone: string | null;
  storedVersion: string | null;
  fingerprint: string | null;
}

export interface ZoneRecord {
  parkId: number;
  timezone: string | null;
  version: string;
  fingerprint: string;
  rules: StoredRules;
  storedAt: Date;
}

/** SQL on park_time_zone_rules. */
@Injectable()
export class ZoneRulesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findParks(): Promise<ParkZone[]> {
    return this.dataSource.manager.query<ParkZone[]>(
      `SELECT p.park_id AS parkId, p.timezone, z.timezone AS storedTimezone, z.rules_version AS storedVersion,
              z.fingerprint
         FROM parks p LEFT JOIN park_time_zone_rules z ON z.park_id = p.park_id ORDER BY p.park_id`,
    );
  }

  async findRules(parkId: number): Promise<StoredRules> {
    const [row] = await this.dataSource.manager.query<{ rules: string }[]>(
      'SELECT rules FROM park_time_zone_rules WHERE park_id = ?',
      [parkId],
    );
    return readJson<StoredRules>(row!.rules);
  }

  async hasStatistics(parkId: number): Promise<boolean> {
    const rows = await this.dataSource.manager.query<unknown[]>(
      `(SELECT 1 FROM park_daily_stats WHERE park_id = ? LIMIT 1) UNION ALL
       (SELECT 1 FROM rides r JOIN ride_daily_stats s ON s.ride_id = r.ride_id WHERE r.park_id = ? LIMIT 1)`,
      [parkId, parkId],
    );
    return rows.length > 0;
  }

  async store(manager: EntityManager, record: ZoneRecord): Promise<void> {
    const { parkId, timezone, version, fingerprint, rules, storedAt } = record;
    await manager.query(
      `INSERT INTO park_time_zone_rules (park_id, timezone, rules_version, fingerprint, rules, stored_at)
       VALUES (?, ?, ?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE timezone = VALUES(timezone), rules_version = VALUES(rules_version),
         fingerprint = VALUES(fingerprint), rules = VALUES(rules), stored_at = VALUES(stored_at)`,
      [parkId, timezone, version, fingerprint, JSON.stringify(rules), storedAt],
    );
  }
}
