import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { StatisticsRebuildEntity } from './entities/statistics-rebuild.entity.js';
import { hasPark, type ParkSpan, selectSpans } from './rebuild.sql.js';

/** What a rebuild recomputes. Null means unrestricted. */
export interface RebuildScope {
  parkId: number | null;
  /** Local dates of the parks, both included. */
  from: string | null;
  to: string | null;
}

export interface RebuildRecord
  extends RebuildScope, Pick<StatisticsRebuildEntity, 'rebuildId' | 'parkDaysTotal' | 'requestedAt'> {}

/** Requested rebuilds, and the range of days of each park. */
@Injectable()
export class RebuildRepository {
  constructor(
    @InjectRepository(StatisticsRebuildEntity) private readonly rebuilds: Repository<StatisticsRebuildEntity>,
  ) {}

  async hasPark(parkId: number): Promise<boolean> {
    return hasPark(this.rebuilds.manager, parkId);
  }

  /** @param parkId null: all parks */
  async findSpans(parkId: number | null, manager: EntityManager = this.rebuilds.manager): Promise<ParkSpan[]> {
    return selectSpans(manager, parkId);
  }

  async insert(manager: EntityManager, { parkId, from, to }: RebuildScope, requestedAt: Date): Promise<number> {
    const rebuild = { parkId, fromDate: from, toDate: to, requestedAt };
    const { identifiers } = await manager.withRepository(this.rebuilds).insert(rebuild);
    return Number(identifiers[0]!.rebuildId);
  }

  async setTotal(manager: EntityManager, rebuildId: number, parkDaysTotal: number): Promise<void> {
    await manager.withRepository(this.rebuilds).update({ rebuildId }, { parkDaysTotal });
  }

  async find(rebuildId: number): Promise<RebuildRecord | null> {
    const rebuild = await this.rebuilds.findOneBy({ rebuildId });
    if (rebuild === null) return null;
    const { parkId, fromDate, toDate, parkDaysTotal, requestedAt } = rebuild;
    return { rebuildId, parkId, from: fromDate, to: toDate, parkDaysTotal, requestedAt };
  }
}
