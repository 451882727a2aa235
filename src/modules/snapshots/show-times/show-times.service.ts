import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LiveDetailType } from '../entities/entity-live-detail.entity.js';
import type { ImportedSource } from '../observations.js';
import { diffShowTimes, type ShowTimeList, type StoredDetail } from './show-time-list.js';
import { ShowTimesRepository } from './show-times.sql.js';

export interface ShowTimesRequest {
  lists: readonly ShowTimeList[];
  source: ImportedSource;
  /** Whether the file or day is known to have changed since it was imported. */
  isChanged: boolean;
}

export interface WrittenShowTimes {
  /** New and replaced lists. */
  stored: ShowTimeList[];
  /** Lists that differ from a stored one of the same instant, which stays. */
  conflicts: ShowTimeList[];
}

/** Writes the show times of imports, and reads those of all sources. */
@Injectable()
export class ShowTimesService {
  constructor(private readonly repository: ShowTimesRepository) {}

  /** In the caller's transaction. Writing lists again changes nothing. */
  async write(manager: EntityManager, { lists, source, isChanged }: ShowTimesRequest): Promise<WrittenShowTimes> {
    if (lists.length === 0) return { stored: [], conflicts: [] };
    const stored = await this.repository.findStored(manager, lists);
    const diff = diffShowTimes(lists, stored, { source, isChanged });
    await this.repository.insertOrReplace(manager, [...diff.insert, ...diff.replace, ...diff.confirm], source);
    return { stored: [...diff.insert, ...diff.replace], conflicts: diff.conflicts };
  }

  /** The lists of all sources that were reported at any time in the range, by their beginning. */
  async reported(rideIds: readonly number[], fromMs: number, toMs: number): Promise<StoredDetail[]> {
    const live = await this.repository.findLive(rideIds, 'SHOWTIMES', fromMs, toMs);
    const imported = await this.repository.findImported(rideIds, fromMs, toMs);
    return [...live, ...imported].sort((a, b) => a.fromMs - b.fromMs || a.rideId - b.rideId);
  }

  /** Details of live data that were reported at any time in the range, by their beginning. */
  polled(rideIds: readonly number[], type: LiveDetailType, fromMs: number, toMs: number): Promise<StoredDetail[]> {
    return this.repository.findLive(rideIds, type, fromMs, toMs);
  }

  /** The newest detail of live data of each ride that began before the instant. */
  newestPolled(rideIds: readonly number[], type: LiveDetailType, beforeMs: number): Promise<StoredDetail[]> {
    return this.repository.findNewestLive(rideIds, type, beforeMs);
  }
}
