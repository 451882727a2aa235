import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, IsNull, type Repository } from 'typeorm';
import { cutText } from '../../../common/text.js';
import { MetadataSyncRun } from '../metadata-sync.entity.js';
import type { SyncProgress } from './sync-progress.js';
import type { SyncScope } from './syncable-ride.js';

export interface SyncRun extends SyncProgress, SyncScope {
  isForced: boolean;
  startedAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
  error: string | null;
}

const MAX_ERROR = 1024;

/** Rows of metadata_syncs, which record each synchronisation so that every process can show its progress. */
@Injectable()
export class SyncRunRepository {
  constructor(@InjectRepository(MetadataSyncRun) private readonly runs: Repository<MetadataSyncRun>) {}

  /** @returns the id of the new run */
  async begin({ parkId, rideId }: SyncScope, isForced: boolean, startedAt: Date): Promise<number> {
    const { identifiers } = await this.runs.insert({ parkId, rideId, isForced, startedAt, updatedAt: startedAt });
    return Number(identifiers[0]!.syncId);
  }

  async save({ syncId, ...progress }: SyncProgress, updatedAt: Date): Promise<void> {
    await this.runs.update({ syncId }, { ...progress, updatedAt });
  }

  /** @param error null: the run completed */
  async finish(syncId: number, finishedAt: Date, error: string | null): Promise<void> {
    await this.runs.update(
      { syncId },
      { finishedAt, updatedAt: finishedAt, error: error && cutText(error, MAX_ERROR) },
    );
  }

  /** Whether the last run over all rides completed: it was not killed, stopped or failed. */
  async hasLastWholeRunEnded(): Promise<boolean> {
    const last = await this.newest({ parkId: IsNull(), rideId: IsNull() });
    return last !== null && last.finishedAt !== null && last.error === null;
  }

  /** The id of the newest run if it has not ended, else null. */
  async findRunningId(): Promise<number | null> {
    const last = await this.newest();
    return last === null || last.finishedAt !== null ? null : last.syncId;
  }

  async findLast(): Promise<SyncRun | null> {
    const last = await this.newest();
    return last && { ...last, failures: last.failures ?? [] };
  }

  private async newest(where: FindOptionsWhere<MetadataSyncRun> = {}): Promise<MetadataSyncRun | null> {
    return this.runs.findOne({ where, order: { syncId: 'DESC' } });
  }
}
