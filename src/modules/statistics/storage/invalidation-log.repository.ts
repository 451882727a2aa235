import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { dayAfter } from '../../../common/time/calendar.js';
import { monthOf } from '../day-spans.js';

export interface InvalidatedDay {
  localDate: string;
  reason: string;
  /** Changes with every invalidation, so that a day invalidated again in the meantime is recognised. */
  token: string;
}

/** Consecutive days of one park within a month, in order. */
export interface InvalidatedRange {
  parkId: number;
  days: InvalidatedDay[];
}

interface InvalidationRow {
  parkId: number;
  localDate: string;
  reason: string;
  token: number | string;
}

const COLUMNS = `park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, reason, token`;

/** SQL of the refresh on invalidated_park_days. */
@Injectable()
export class InvalidationLogRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async count(): Promise<number> {
    const [row] = await this.dataSource.manager.query<{ days: number }[]>(
      'SELECT COUNT(*) AS days FROM invalidated_park_days',
    );
    return Number(row!.days);
  }

  /**
   * The newest invalidated days that are not in progress; current days come before history. Null if no such day remains.
   * @param parkIds null: all parks
   */
  async findNext(
    parkIds: ReadonlySet<number> | null,
    skippedParkIds: readonly number[],
    inProgress: readonly InvalidatedRange[],
  ): Promise<InvalidatedRange | null> {
    const busy = inProgress.map(({ parkId, days }) => [parkId, days[0]!.localDate, days.at(-1)!.localDate]);
    const conditions = [
      ...(parkIds === null ? [] : ['park_id IN (?)']),
      ...(skippedParkIds.length === 0 ? [] : ['park_id NOT IN (?)']),
      ...busy.map(() => 'NOT (park_id = ? AND local_date BETWEEN ? AND ?)'),
    ];
    const wanted = parkIds === null ? [] : [[0, ...parkIds]];
    const values = [...wanted, ...(skippedParkIds.length === 0 ? [] : [skippedParkIds]), ...busy.flat()];
    const where = conditions.length === 0 ? '1 = 1' : conditions.join(' AND ');
    const { manager } = this.dataSource;
    const [newest] = await manager.query<InvalidationRow[]>(
      `SELECT ${COLUMNS} FROM invalidated_park_days WHERE ${where} ORDER BY local_date DESC, park_id LIMIT 1`,
      values,
    );
    if (newest === undefined) return null;
    const { parkId, localDate } = newest;
    const invalidations = await manager.query<InvalidationRow[]>(
      `SELECT ${COLUMNS} FROM invalidated_park_days WHERE ${where} AND park_id = ? AND local_date BETWEEN ? AND ?
        ORDER BY local_date DESC`,
      [...values, parkId, monthOf(localDate), localDate],
    );
    const days = contiguous(invalidations);
    return days.length === 0 ? null : { parkId, days };
  }

  /**
   * Removes the invalidations of computed days, in the transaction that writes their statistics. Days invalidated again stay.
   * Returns false if another process computed some of them in the meantime: the transaction must then be rolled back.
   */
  async settle(manager: EntityManager, { parkId, days }: InvalidatedRange): Promise<boolean> {
    const current = await manager.query<InvalidationRow[]>(
      `SELECT ${COLUMNS} FROM invalidated_park_days WHERE park_id = ? AND local_date IN (?) ORDER BY local_date FOR UPDATE`,
      [parkId, days.map(({ localDate }) => localDate)],
    );
    if (current.length !== days.length) return false;
    const tokens = new Map(current.map(({ localDate, token }) => [localDate, String(token)]));
    const done = days.filter(({ localDate, token }) => tokens.get(localDate) === token);
    if (done.length > 0) {
      await manager.query('DELETE FROM invalidated_park_days WHERE park_id = ? AND local_date IN (?)', [
        parkId,
        done.map(({ localDate }) => localDate),
      ]);
    }
    return true;
  }
}

function contiguous(invalidations: readonly InvalidationRow[]): InvalidatedDay[] {
  const days: InvalidatedDay[] = [];
  for (const { localDate, reason, token } of invalidations) {
    if (days.length > 0 && localDate !== dayAfter(days[0]!.localDate, -1)) break;
    days.unshift({ localDate, reason, token: String(token) });
  }
  return days;
}
