import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TransactionService } from '../../common/database/transaction.service.js';
import { Clock } from '../../common/time/clock.js';
import { FindingsService } from '../findings/findings.service.js';
import { CuratedIndex } from './classification/curated-index.js';
import { type ChangeSource, NO_METADATA } from './metadata.js';
import { MetadataRepository, type MetadataRow, type StoredMetadata } from './metadata.repository.js';
import { type RevisedRide, reviseMetadata, type Revision } from './revise-metadata.js';
import { cacheKey, keptFinding } from './sync/metadata-findings.js';
import type { ReadFacts } from './sync/read-facts.js';
import type { SyncableRide } from './sync/syncable-ride.js';

export interface RevisedById<Ride> {
  ride: Ride;
  revision: Revision;
}

const NOTHING: StoredMetadata = { metadata: NO_METADATA, version: 0 };

/** Updates the stored metadata of rides, and records every change of every field with the time of its detection. */
@Injectable()
export class MetadataWriter {
  constructor(
    private readonly repository: MetadataRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs in the caller's transaction and writes only changed rows. `isSynced` also records that the ride's document was
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

export interface RideFacts extends ReadFacts {
  rideId: number;
  ride: SyncableRide;
}

export interface WrittenFacts {
  changed: number;
  kept: number;
  refused: number;
}

const REPORTED_AGAIN = 'Resolved automatically: the source reports the value again, or a person has set it';
const NOT_REFUSED = 'Resolved automatically: the value that the source reports now no longer has this problem';

/** Stores the facts that a source reports about rides, in one transaction with the findings about them. */
@Injectable()
export class FactsWriter {
  private readonly logger = new Logger(FactsWriter.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly writer: MetadataWriter,
    private readonly findings: FindingsService,
    private readonly curated: CuratedIndex,
  ) {}

  /** Only an entity's document, not a listing, updates the time of its last synchronisation. */
  async write(
    reported: readonly RideFacts[],
    source: Extract<ChangeSource, 'LISTING' | 'ENTITY'>,
  ): Promise<WrittenFacts> {
    const written = await this.transactions.run((manager) => this.writeIn(manager, reported, source));
    const { kept, refused } = written;
    if (kept + refused > 0) {
      const where = reported.length === 1 ? `"${reported[0]!.ride.name}"` : reported[0]!.ride.destinationName;
      this.logger.warn(
        `${where}: ${kept} known values are no longer reported and were kept, ${refused} values were refused`,
      );
    }
    return written;
  }

  private async writeIn(
    manager: EntityManager,
    reported: readonly RideFacts[],
    source: Extract<ChangeSource, 'LISTING' | 'ENTITY'>,
  ): Promise<WrittenFacts> {
    const revised = await this.writer.revise(
      manager,
      reported,
      ({ ride, facts }, stored) =>
        reviseMetadata({ ...stored, identity: identityOf(ride) }, facts, source, this.curated),
      { isSynced: source === 'ENTITY' },
    );
    // A value that the listing lacks may be in the ride's document: only both together withdraw it.
    const withdrawn = source === 'LISTING' ? [] : revised;
    const kept = withdrawn.flatMap(({ ride: { ride }, revision }) =>
      revision.kept.map(({ field, value }) => keptFinding(ride, field, value)),
    );
    const confirmed = revised.flatMap(({ ride: { ride }, revision }) =>
      revision.confirmed.map((field) => cacheKey(ride, field)),
    );
    const refused = reported.flatMap((one) => one.refused);
    await this.findings.record(manager, [...kept, ...refused]);
    await this.findings.resolveAutomatically(manager, confirmed, REPORTED_AGAIN);
    await this.findings.resolveAutomatically(
      manager,
      reported.flatMap((one) => one.resolved),
      NOT_REFUSED,
    );
    const changed = revised.filter(({ revision }) => revision.changes.length > 0).length;
    return { changed, kept: kept.length, refused: refused.length };
  }
}

export function identityOf(ride: Pick<SyncableRide, 'name' | 'parkName' | 'destinationName' | 'themeparksWikiIds'>) {
  const { name: rideName, parkName, destinationName, themeparksWikiIds } = ride;
  return { rideName, parkName, destinationName, themeparksWikiIds };
}
