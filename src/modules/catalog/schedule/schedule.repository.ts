import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { millisecondsSql, readJson } from '../../../common/database/sql-helpers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import type { PendingChange } from './plan-schedule.js';
import type { ScheduleEntry, StoredEntry } from './schedule-entry.js';
import type { PriceReport, StoredPrice } from './schedule-prices.js';

export interface ScheduledPark {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string;
  name: string;
  timezone: string | null;
}

/** The details of an entry in addition to its hours. */
export interface EntryDetails {
  scheduleId: string;
  description: string | null;
  purchases: string | null;
}

type Row = Omit<StoredEntry, 'opensAtMs' | 'closesAtMs'> & { opensAt: Date | null; closesAt: Date | null };

const ROWS_PER_STATEMENT = 500;
const PARK_COLUMNS = `p.park_id AS parkId, p.destination_id AS destinationId, p.themeparks_wiki_id AS themeparksWikiId,
  p.name, p.timezone`;

/** SQL on park_schedules. The hours of an entry never change, and no entry is ever removed. */
@Injectable()
export class ScheduleRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active parks with a UUID. */
  async findParks(): Promise<ScheduledPark[]> {
    return this.dataSource.manager.query<ScheduledPark[]>(
      `SELECT ${PARK_COLUMNS} FROM parks p WHERE p.is_active = 1 AND p.themeparks_wiki_id IS NOT NULL
        ORDER BY p.park_id`,
    );
  }

  /** Parks with an attraction whose last live observation, at or after `liveSince`, is OPERATING. */
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

  /** Serializes the storage of responses about one park. */
  async lockPark(manager: EntityManager, parkId: number): Promise<void> {
    await manager.query('SELECT park_id FROM parks WHERE park_id = ? FOR UPDATE', [parkId]);
  }

  /** Whether any entry of the park is stored. */
  async hasEntries(manager: EntityManager, parkId: number): Promise<boolean> {
    const rows = await manager.query<unknown[]>('SELECT 1 FROM park_schedules WHERE park_id = ? LIMIT 1', [parkId]);
    return rows.length > 0;
  }

  /** Active entries of the dates from `first` to `last`, both included. */
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

  /** Updates the details of entries to the last published ones; their hours stay unchanged. */
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

type PriceRow = Omit<StoredPrice, 'isAvailable'> & { isAvailable: number | null };

/** SQL on park_schedule_prices: one row per period in which a price was published unchanged. No row is ever removed. */
@Injectable()
export class SchedulePriceRepository {
  /** Current prices of the dates from `first` to `last`, both included. */
  async findCurrent(manager: EntityManager, parkId: number, first: string, last: string): Promise<StoredPrice[]> {
    const rows = await manager.query<PriceRow[]>(
      `SELECT price_id AS priceId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, schedule_type AS type,
              purchase_key AS \`key\`, purchase_name AS name, purchase_type AS purchaseType,
              price_minor AS priceMinor, price_currency AS currency, is_available AS isAvailable
         FROM park_schedule_prices WHERE park_id = ? AND local_date BETWEEN ? AND ? AND replaced_at IS NULL`,
      [parkId, first, last],
    );
    return rows.map((row) => ({
      ...row,
      isAvailable: row.isAvailable === null ? null : Number(row.isAvailable) === 1,
    }));
  }

  async insert(
    manager: EntityManager,
    parkId: number,
    prices: readonly PriceReport[],
    observedAt: Date,
  ): Promise<void> {
    for (const rows of chunksOf(prices, ROWS_PER_STATEMENT)) {
      await manager.query(
        `INSERT INTO park_schedule_prices (park_id, local_date, schedule_type, purchase_key, purchase_name,
                purchase_type, price_minor, price_currency, is_available, reported_from, reported_until)
         VALUES ${rows.map(() => '(?,?,?,?,?,?,?,?,?,?,?)').join(',')}`,
        rows.flatMap(({ localDate, type, key, name, purchaseType, priceMinor, currency, isAvailable }) => [
          parkId,
          localDate,
          type,
          key,
          name,
          purchaseType,
          priceMinor,
          currency,
          isAvailable,
          observedAt,
          observedAt,
        ]),
      );
    }
  }

  async confirm(manager: EntityManager, priceIds: readonly string[], observedAt: Date): Promise<void> {
    if (priceIds.length === 0) return;
    await manager.query('UPDATE park_schedule_prices SET reported_until = ? WHERE price_id IN (?)', [
      observedAt,
      priceIds,
    ]);
  }

  async replace(manager: EntityManager, priceIds: readonly string[], at: Date): Promise<void> {
    if (priceIds.length === 0) return;
    await manager.query('UPDATE park_schedule_prices SET replaced_at = ? WHERE price_id IN (?)', [at, priceIds]);
  }
}

/** SQL on park_schedule_pending: changes of schedules that a later response must confirm. */
@Injectable()
export class PendingChangeRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(manager: EntityManager, parkId: number): Promise<PendingChange[]> {
    const rows = await manager.query<PendingChange[]>(
      `SELECT DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, content_hash AS contentHash,
              ${millisecondsSql('first_seen_at')} AS firstSeenMs
         FROM park_schedule_pending WHERE park_id = ?`,
      [parkId],
    );
    return rows.map((row) => ({ ...row, firstSeenMs: Number(row.firstSeenMs) }));
  }

  /** Parks with pending changes. */
  async findParks(): Promise<{ parkId: number; timezone: string | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; timezone: string | null }[]>(
      `SELECT DISTINCT p.park_id AS parkId, p.timezone
         FROM park_schedule_pending pending JOIN parks p ON p.park_id = pending.park_id ORDER BY p.park_id`,
    );
  }

  async upsert(manager: EntityManager, parkId: number, changes: readonly PendingChange[]): Promise<void> {
    if (changes.length === 0) return;
    await manager.query(
      `INSERT INTO park_schedule_pending (park_id, local_date, content_hash, first_seen_at)
       VALUES ${changes.map(() => '(?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE content_hash = VALUES(content_hash), first_seen_at = VALUES(first_seen_at)`,
      changes.flatMap(({ localDate, contentHash, firstSeenMs }) => [
        parkId,
        localDate,
        contentHash,
        new Date(firstSeenMs),
      ]),
    );
  }

  /** Removes changes that were applied or withdrawn, or whose dates have passed. */
  async settle(manager: EntityManager, parkId: number, localDates: readonly string[]): Promise<void> {
    if (localDates.length === 0) return;
    await manager.query('DELETE FROM park_schedule_pending WHERE park_id = ? AND local_date IN (?)', [
      parkId,
      localDates,
    ]);
  }
}
