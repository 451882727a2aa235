import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../../../common/database/json-column.js';
import { chunksOf } from '../../../../common/collections/chunks-of.js';
import { canonicalJson } from '../../../../common/reading/canonical-json.js';
import type { ScheduleEntry, StoredEntry } from './schedule-entry.js';

export interface ScheduledPark {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string;
  name: string;
  timezone: string | null;
}

/** What an entry carries besides its hours. */
export interface EntryDetails {
  scheduleId: string;
  description: string | null;
  purchases: string | null;
}

type Row = Omit<StoredEntry, 'opensAtMs' | 'closesAtMs'> & { opensAt: Date | null; closesAt: Date | null };

const ROWS_PER_STATEMENT = 500;
const PARK_COLUMNS = `p.park_id AS parkId, p.destination_id AS destinationId, p.themeparks_wiki_id AS themeparksWikiId,
  p.name, p.timezone`;

/** SQL on park_schedules. The hours of an entry are never changed, and no entry is removed. */
@Injectable()
export class ScheduleRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active parks that the source knows. */
  async findParks(): Promise<ScheduledPark[]> {
    return this.dataSource.manager.query<ScheduledPark[]>(
      `SELECT ${PARK_COLUMNS} FROM parks p WHERE p.is_active = 1 AND p.themeparks_wiki_id IS NOT NULL
        ORDER BY p.park_id`,
    );
  }

  /** Parks in which an attraction was operating live when it was last seen, after `liveSince`. */
  async findParksOperatingSince(liveSince: Date): Promise<number[]> {
    const rows = await this.dataSource.manager.query<{ parkId: number }[]>(
      `SELECT DISTINCT r.park_id AS parkId FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id
        WHERE c.data_source = 'LIVE' AND c.status = 'OPERATING'
          AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL)
          AND COALESCE(c.last_confirmed_at, c.recorded_at) >= ?`,
      [liveSince],
    );
    return rows.map(({ parkId }) => parkId);
  }

  /** Answers about one park are stored one after the other. */
  async lockPark(manager: EntityManager, parkId: number): Promise<void> {
    await manager.query('SELECT park_id FROM parks WHERE park_id = ? FOR UPDATE', [parkId]);
  }

  /** Whether anything was ever published of the park. */
  async hasEntries(manager: EntityManager, parkId: number): Promise<boolean> {
    const rows = await manager.query<unknown[]>('SELECT 1 FROM park_schedules WHERE park_id = ? LIMIT 1', [parkId]);
    return rows.length > 0;
  }

  /** What holds of the dates, both included. */
  async findEntries(manager: EntityManager, parkId: number, first: string, last: string): Promise<StoredEntry[]> {
    const rows = await manager.query<Row[]>(
      `SELECT schedule_id AS scheduleId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, schedule_type AS type,
              opens_at AS opensAt, closes_at AS closesAt, description, purchases
         FROM park_schedules WHERE park_id = ? AND local_date BETWEEN ? AND ? AND withdrawn_at IS NULL`,
      [parkId, first, last],
    );
    return rows.map(({ opensAt, closesAt, purchases, ...row }) => ({
      ...row,
      opensAtMs: opensAt?.getTime() ?? null,
      closesAtMs: closesAt?.getTime() ?? null,
      purchases: purchases === null ? null : canonicalJson(readJson(purchases)),
    }));
  }

  async insert(
    manager: EntityManager,
    parkId: number,
    entries: readonly ScheduleEntry[],
    observedAt: Date,
  ): Promise<void> {
    for (const rows of chunksOf(entries, ROWS_PER_STATEMENT)) {
      await manager.query(
        `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, description, purchases,
                reported_from, reported_until) VALUES ${rows.map(() => '(?,?,?,?,?,?,?,?,?)').join(',')}`,
        rows.flatMap(({ localDate, type, opensAtMs, closesAtMs, description, purchases }) => [
          parkId,
          localDate,
          type,
          opensAtMs === null ? null : new Date(opensAtMs),
          closesAtMs === null ? null : new Date(closesAtMs),
          description,
          purchases,
          observedAt,
          observedAt,
        ]),
      );
    }
  }

  async confirm(manager: EntityManager, scheduleIds: readonly string[], observedAt: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.query('UPDATE park_schedules SET reported_until = ? WHERE schedule_id IN (?)', [
      observedAt,
      scheduleIds,
    ]);
  }

  async withdraw(manager: EntityManager, scheduleIds: readonly string[], at: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.query('UPDATE park_schedules SET withdrawn_at = ? WHERE schedule_id IN (?)', [at, scheduleIds]);
  }

  /** What an entry carries as it was last published; its hours stay. */
  async updateDetails(manager: EntityManager, details: readonly EntryDetails[]): Promise<void> {
    for (const rows of chunksOf(details, ROWS_PER_STATEMENT)) {
      const values = rows.map(() => 'SELECT ? AS id, ? AS description, ? AS purchases').join(' UNION ALL ');
      await manager.query(
        `UPDATE park_schedules s JOIN (${values}) d ON d.id = s.schedule_id
            SET s.description = d.description, s.purchases = d.purchases`,
        rows.flatMap(({ scheduleId, description, purchases }) => [scheduleId, description, purchases]),
      );
    }
  }
}
