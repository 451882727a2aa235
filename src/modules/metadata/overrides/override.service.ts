import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { Clock } from '../../../common/time/clock.js';
import { RideService } from '../../catalog/ride.service.js';
import type { MetadataOverrideBody } from '../api/dto/metadata-admin.dto.js';
import { CuratedIndex } from '../classification/curated-index.js';
import { type Heights, OVERRIDABLE_FIELDS, type OverridableField, type Overrides } from '../metadata.js';
import { MetadataRepository } from '../metadata.repository.js';
import { MetadataWriter } from '../metadata-writer.js';
import { overrideMetadata } from '../revise-metadata.js';
import { identityOf } from '../sync/facts-writer.js';
import { SyncableRideRepository } from '../sync/syncable-ride.repository.js';
import { contradictoryHeights } from './contradictory-heights.js';

/** What people say about a ride. It stands above every source until it is cleared. */
@Injectable()
export class OverrideService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly rides: RideService,
    private readonly identities: SyncableRideRepository,
    private readonly repository: MetadataRepository,
    private readonly writer: MetadataWriter,
    private readonly curated: CuratedIndex,
    private readonly clock: Clock,
  ) {}

  /**
   * Of the ride that this one counts as. @returns its id
   * @throws RideNotFoundError, ValidationFailedError
   */
  async set(requestedRideId: number, body: MetadataOverrideBody): Promise<number> {
    const cleared = body.clear ?? [];
    const given = OVERRIDABLE_FIELDS.filter((field) => body[field] !== undefined);
    checkFields(given, cleared);
    const { canonicalRideId: rideId } = await this.rides.canonicalGroupOf(requestedRideId);
    const [ride] = await this.identities.find({ parkId: null, rideId });
    await this.inTransaction(async (manager) => {
      const setAt = this.clock.now();
      for (const field of given) {
        await this.repository.setOverride(manager, rideId, { field, value: body[field], setAt });
      }
      await this.repository.clearOverrides(manager, rideId, cleared);
      await this.writer.revise(manager, [ride!], (one, stored) => {
        const revision = overrideMetadata({ ...stored, identity: identityOf(one) }, cleared, this.curated);
        checkHeights(revision.next, stored.overrides, [...given, ...cleared]);
        return revision;
      });
    });
    return rideId;
  }

  private inTransaction(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), {
      nowMs: () => this.clock.now().getTime(),
      onRetry: (reason, error) => {
        if (reason === 'unavailable') throw error;
      },
    });
  }
}

/** Against what counts afterwards; takes the whole transaction back. */
function checkHeights(heights: Heights, overrides: Overrides, touched: readonly OverridableField[]): void {
  const problems = contradictoryHeights(heights, overrides, touched);
  if (Object.keys(problems).length > 0) throw new ValidationFailedError(problems);
}

function checkFields(given: readonly OverridableField[], cleared: readonly OverridableField[]): void {
  if (given.length + cleared.length === 0) {
    throw new ValidationFailedError({ body: [`one of ${OVERRIDABLE_FIELDS.join(', ')}, clear is wanted`] });
  }
  const both = given.filter((field) => cleared.includes(field));
  if (both.length > 0)
    throw new ValidationFailedError({ clear: [`${both.join(', ')} cannot be set and cleared at once`] });
}
