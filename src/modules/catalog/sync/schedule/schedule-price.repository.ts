import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../../common/collections/chunks-of.js';
import type { PriceReport, StoredPrice } from './plan-prices.js';

type Row = Omit<StoredPrice, 'isAvailable'> & { isAvailable: number | null };

const ROWS_PER_STATEMENT = 500;

/** SQL on park_schedule_prices: a row is the time over which one price was published unchanged. None is ever removed. */
@Injectable()
export class SchedulePriceRepository {
  /** Prices that no other one has replaced, of the dates, both included. */
  async findCurrent(manager: EntityManager, parkId: number, first: string, last: string): Promise<StoredPrice[]> {
    const rows = await manager.query<Row[]>(
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
