import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
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
}
