import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { canonicalJson } from '../../../../common/reading/canonical-json.js';
import type { ScheduleEntry, StoredEntry } from './schedule-entry.js';

export interface ScheduledPark {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string;
  name: string;
}

type Row = Omit<StoredEntry, 'opensAtMs' | 'closesAtMs' | 'purchases'> & {
  opensAt: Date | null;
  closesAt: Date | null;
  purchases: unknown;
};

const ROWS_PER_STATEMENT = 500;

/** SQL on park_schedules. Entries are added, confirmed and withdrawn, never changed or removed. */
@Injectable()
export class ScheduleRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active parks that the source knows. */
  async findParks(): Promise<ScheduledPark[]> {
    return this.dataSource.manager.query<ScheduledPark[]>(
      `SELECT park_id AS parkId, destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, name
         FROM parks WHERE is_active = 1 AND themeparks_wiki_id IS NOT NULL
        ORDER BY park_id`,
    );
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
      purchases: purchases === null ? null : canonicalJson(parsed(purchases)),
    }));
  }

  async insert(manager: EntityManager, parkId: number, entries: readonly ScheduleEntry[], seenAt: Date): Promise<void> {
    for (let at = 0; at < entries.length; at += ROWS_PER_STATEMENT) {
      const rows = entries.slice(at, at + ROWS_PER_STATEMENT);
      await manager.query(
        `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, description, purchases,
                seen_from, seen_until) VALUES ${rows.map(() => '(?,?,?,?,?,?,?,?,?)').join(',')}`,
        rows.flatMap(({ localDate, type, opensAtMs, closesAtMs, description, purchases }) => [
          parkId,
          localDate,
          type,
          opensAtMs === null ? null : new Date(opensAtMs),
          closesAtMs === null ? null : new Date(closesAtMs),
          description,
          purchases,
          seenAt,
          seenAt,
        ]),
      );
    }
  }

  async confirm(manager: EntityManager, scheduleIds: readonly string[], seenAt: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.query('UPDATE park_schedules SET seen_until = ? WHERE schedule_id IN (?)', [seenAt, scheduleIds]);
  }

  async withdraw(manager: EntityManager, scheduleIds: readonly string[], at: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.query('UPDATE park_schedules SET withdrawn_at = ? WHERE schedule_id IN (?)', [at, scheduleIds]);
  }
}

/** MariaDB gives JSON as text, MySQL as what it means. */
function parsed(json: unknown): unknown {
  return typeof json === 'string' ? (JSON.parse(json) as unknown) : json;
}
