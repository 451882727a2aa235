import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import { ClockRepair, ClockRepairRow } from './clock-repair.entity.js';
import { CollectionRunDestination } from './collection-run.entity.js';
import { type KeptContent, withPresentNames } from './repaired-rows.js';

export interface KeptRow {
  rowId: number;
  kind: ClockRepairRow['kind'];
  content: KeptContent;
}

/** Repairs and the rows that they keep. */
@Injectable()
export class ClockRepairRepository {
  constructor(
    @InjectRepository(ClockRepair) private readonly repairs: Repository<ClockRepair>,
    @InjectRepository(ClockRepairRow) private readonly keptRows: Repository<ClockRepairRow>,
    @InjectRepository(CollectionRunDestination) private readonly polls: Repository<CollectionRunDestination>,
  ) {}

  async begin(nowMs: number, horizonMs: number): Promise<number> {
    const { identifiers } = await this.repairs.insert({ repairedAt: new Date(nowMs), horizon: new Date(horizonMs) });
    return Number(identifiers[0]!.repairId);
  }

  async exists(repairId: number): Promise<boolean> {
    return this.repairs.existsBy({ repairId });
  }

  async hasPollsAhead(horizonMs: number): Promise<boolean> {
    return this.polls.existsBy({ observedAt: MoreThan(new Date(horizonMs)) });
  }

  /** The next rows of one table, in the order in which they were kept. */
  async findKept(repairId: number, tableName: string, afterRowId: number, limit: number): Promise<KeptRow[]> {
    const rows = await this.keptRows.find({
      where: { repairId, tableName, rowId: MoreThan(String(afterRowId)) },
      order: { rowId: 'ASC' },
      take: limit,
    });
    return rows.map(({ rowId, kind, content }) => ({
      rowId: Number(rowId),
      kind,
      content: withPresentNames(content as KeptContent),
    }));
  }
}
