import { Injectable } from '@nestjs/common';
import type { HistoryDay } from '../entities/history-day.entity.js';
import { HistoryDayRepository } from './history-day.repository.js';

/** The park-days that were requested from the History API, for other modules. */
@Injectable()
export class HistoryDays {
  constructor(private readonly repository: HistoryDayRepository) {}

  /** The requested days of these parks in a range of dates, both included. */
  async between(parkIds: readonly number[], firstDate: string, lastDate: string): Promise<HistoryDay[]> {
    return this.repository.findBetween(parkIds, firstDate, lastDate);
  }

  /** Provisional days up to a date, those first that were requested longest ago. */
  async provisional(lastDate: string, limit: number): Promise<HistoryDay[]> {
    return this.repository.findProvisional(lastDate, limit);
  }

  /** The days of this import that the API had not recorded completely. */
  async countProvisionalOf(importId: string): Promise<number> {
    return this.repository.countProvisionalOf(importId);
  }

  /** Final days from a date on, those first that were requested longest ago, and before an instant. */
  async final(firstDate: string, fetchedBefore: Date, limit: number): Promise<HistoryDay[]> {
    return this.repository.findFinal(firstDate, fetchedBefore, limit);
  }
}
