import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type FindOptionsWhere, In, IsNull, type Repository } from 'typeorm';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { ParkSchedule, ParkScheduleDescription, ParkSchedulePrice } from '../entities/park-schedule.entity.js';
import type { ScheduleType } from '../schedule/schedule-entry.js';

export interface ScheduleRange {
  /** Local dates, both included. */
  from: string;
  to: string;
  type: ScheduleType | undefined;
  /** Also what was replaced. */
  history: boolean;
}

/** Reads published schedules and prices as they are stored. */
@Injectable()
export class PublishedScheduleRepository {
  constructor(
    @InjectRepository(ParkSchedule) private readonly entries: Repository<ParkSchedule>,
    @InjectRepository(ParkScheduleDescription) private readonly descriptions: Repository<ParkScheduleDescription>,
    @InjectRepository(ParkSchedulePrice) private readonly prices: Repository<ParkSchedulePrice>,
    @InjectRepository(CatalogDecision) private readonly decisions: Repository<CatalogDecision>,
  ) {}

  /** Parks that were declared to be the same as this one. */
  async findSameParks(parkId: number): Promise<number[]> {
    const decisions = await this.decisions.find({
      select: { decisionId: true, parkId: true },
      where: { kind: 'SAME_AS', targetParkId: parkId, undoneAt: IsNull() },
      order: { decisionId: 'ASC' },
    });
    return decisions.flatMap((decision) => decision.parkId ?? []);
  }

  /** By date, opening and time of publication. */
  async findEntries(parkIds: readonly number[], { from, to, type, history }: ScheduleRange): Promise<ParkSchedule[]> {
    const where: FindOptionsWhere<ParkSchedule> = { parkId: In(parkIds), localDate: Between(from, to) };
    if (type !== undefined) where.scheduleType = type;
    if (!history) where.withdrawnAt = IsNull();
    return this.entries.find({
      where,
      order: { localDate: 'ASC', opensAt: 'ASC', reportedFrom: 'ASC', scheduleId: 'ASC' },
    });
  }

  /** Earlier descriptions of entries, oldest first. */
  async findFormerDescriptions(scheduleIds: readonly string[]): Promise<ParkScheduleDescription[]> {
    if (scheduleIds.length === 0) return [];
    return this.descriptions.find({ where: { scheduleId: In(scheduleIds) }, order: { descriptionId: 'ASC' } });
  }

  async findPrices(parkId: number, { from, to, type, history }: ScheduleRange): Promise<ParkSchedulePrice[]> {
    const where: FindOptionsWhere<ParkSchedulePrice> = { parkId, localDate: Between(from, to) };
    if (type !== undefined) where.scheduleType = type;
    if (!history) where.replacedAt = IsNull();
    return this.prices.find({
      where,
      order: { localDate: 'ASC', scheduleType: 'ASC', purchaseKey: 'ASC', reportedFrom: 'ASC', priceId: 'ASC' },
    });
  }
}
