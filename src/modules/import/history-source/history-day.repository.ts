import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type EntityManager, In, LessThanOrEqual, MoreThanOrEqual, type Repository } from 'typeorm';
import { insertOrUpdate } from '../../../common/database/insert.js';
import { HistoryDay } from '../entities/history-day.entity.js';

/** The park-days that were requested from the History API. */
@Injectable()
export class HistoryDayRepository {
  constructor(@InjectRepository(HistoryDay) private readonly days: Repository<HistoryDay>) {}

  /** In the transaction of the day's rows. A refused day that was fetched before keeps its state. */
  async record(manager: EntityManager, day: HistoryDay): Promise<void> {
    const days = manager.withRepository(this.days);
    const { parkId, localDate } = day;
    if (day.state === 'REFUSED' && (await days.existsBy({ parkId, localDate }))) return;
    await insertOrUpdate(days, [day], ['state', 'importId', 'responseHash', 'fetchedAt']);
  }

  /** How many days of the park are refused, and the first and last of them; null: none. */
  async findRefused(
    manager: EntityManager,
    parkId: number,
  ): Promise<{ days: number; firstDate: string; lastDate: string } | null> {
    const row = await manager
      .withRepository(this.days)
      .createQueryBuilder('day')
      .select('COUNT(*)', 'days')
      .addSelect('MIN(day.localDate)', 'firstDate')
      .addSelect('MAX(day.localDate)', 'lastDate')
      .where({ parkId, state: 'REFUSED' })
      .getRawOne<{ days: number; firstDate: string | null; lastDate: string | null }>();
    return row?.firstDate ? { days: Number(row.days), firstDate: row.firstDate, lastDate: row.lastDate! } : null;
  }

  async find(manager: EntityManager, parkId: number, localDate: string): Promise<HistoryDay | null> {
    return manager.withRepository(this.days).findOneBy({ parkId, localDate });
  }

  /** The requested days of these parks in a range of dates, both included. */
  async findBetween(parkIds: readonly number[], firstDate: string, lastDate: string): Promise<HistoryDay[]> {
    if (parkIds.length === 0) return [];
    return this.days.findBy({ parkId: In(parkIds), localDate: Between(firstDate, lastDate) });
  }

  /** Provisional days up to a date, those first that were requested longest ago. */
  async findProvisional(lastDate: string, limit: number): Promise<HistoryDay[]> {
    const where = { state: 'PROVISIONAL' as const, localDate: LessThanOrEqual(lastDate) };
    return this.days.find({ where, order: { fetchedAt: 'ASC', localDate: 'ASC', parkId: 'ASC' }, take: limit });
  }

  /** The days that this import has fetched last and that were not recorded completely. */
  async countProvisionalOf(importId: string): Promise<number> {
    return this.days.countBy({ importId, state: 'PROVISIONAL' });
  }

  /** Final days from a date on, those first that were requested longest ago, and before an instant. */
  async findFinal(firstDate: string, fetchedBefore: Date, limit: number): Promise<HistoryDay[]> {
    const where = {
      state: 'FINAL' as const,
      localDate: MoreThanOrEqual(firstDate),
      fetchedAt: LessThanOrEqual(fetchedBefore),
    };
    return this.days.find({ where, order: { fetchedAt: 'ASC', localDate: 'ASC', parkId: 'ASC' }, take: limit });
  }
}
