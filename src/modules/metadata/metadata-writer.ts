import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/time/clock.js';
import { NO_METADATA } from './metadata.js';
import { MetadataRepository, type MetadataRow, type StoredMetadata } from './metadata.repository.js';
import type { Revision, RevisedRide } from './revise-metadata.js';

export interface RevisedById<Ride> {
  ride: Ride;
  revision: Revision;
}

const NOTHING: StoredMetadata = { metadata: NO_METADATA, version: 0 };

/** Revises what is stored of rides, and keeps every change of every field with the instant at which it was seen. */
@Injectable()
export class MetadataWriter {
  constructor(
    private readonly repository: MetadataRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction. Only what changes is written; `isSynced` notes besides that the ride's document was
   * read now.
   */
  async revise<Ride extends { rideId: number }>(
    manager: EntityManager,
    rides: readonly Ride[],
    revise: (ride: Ride, stored: Omit<RevisedRide, 'identity'>) => Revision,
    { isSynced = false } = {},
  ): Promise<RevisedById<Ride>[]> {
    const ids = rides.map(({ rideId }) => rideId);
    const stored = await this.repository.lock(manager, ids);
    const overrides = await this.repository.findOverrides(manager, ids);
    const now = this.clock.now();
    const rows: MetadataRow[] = [];
    const history: Parameters<MetadataRepository['addHistory']>[1][number][] = [];
    const revised = rides.map((ride) => {
      const { metadata, version } = stored.get(ride.rideId) ?? NOTHING;
      const revision = revise(ride, { current: metadata, overrides: overrides.get(ride.rideId) ?? {} });
      const isChanged = revision.changes.length > 0;
      const next = isChanged ? version + 1 : Math.max(version, 1);
      if (isChanged || isSynced) {
        const lastSyncedAt = isSynced ? now : null;
        rows.push({ rideId: ride.rideId, metadata: revision.next, version: next, lastSyncedAt });
      }
      history.push(...revision.changes.map((change) => ({ ...change, rideId: ride.rideId, version: next })));
      return { ride, revision };
    });
    await this.repository.save(manager, rows);
    await this.repository.addHistory(manager, history, now);
    return revised;
  }
}
