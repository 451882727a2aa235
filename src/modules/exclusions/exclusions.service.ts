import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { ParkNotFoundError, RideNotFoundError } from '../../common/domain-error.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { Clock } from '../../common/time/clock.js';
import { ExclusionChanges } from './exclusion-changes.js';
import { ExclusionReadsRepository } from './exclusion-reads.repository.js';
import {
  type ExcludedInterval,
  type ExcludedParkInterval,
  type ExclusionInForce,
  ExclusionNotFoundError,
  ExclusionStateConflictError,
  type ExclusionTarget,
  type ExclusionTargets,
  type StoredExclusion,
} from './exclusion.js';
import { ExclusionRepository } from './exclusion.repository.js';
import type { CreateExclusionBody, DecisionBody } from './exclusions.dto.js';

/** Which data does not count. */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly repository: ExclusionReadsRepository,
    private readonly clock: Clock,
  ) {}

  /** Of each of the rides the excluded parts of a range of time, by exclusions of the ride or of the park that it was in then. */
  async intervalsOf(rideIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedInterval[]> {
    return this.repository.findIntervals(rideIds, new Date(fromMs), new Date(toMs));
  }

  /** The parts of a range of time in which no data of the whole park counts. */
  async ofParks(parkIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedParkInterval[]> {
    return this.repository.findOfParks(parkIds, new Date(fromMs), new Date(toMs));
  }

  /** Parks of which, as a whole, some data of a range of time does not count. */
  async excludedParks(fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    return new Set(await this.repository.findParks(new Date(fromMs), new Date(toMs)));
  }

  /** Exclusions that hold now, or held until some time after `sinceMs`; of all parks and rides, or of some. */
  async inForce(sinceMs: number, of?: ExclusionTargets): Promise<ExclusionInForce[]> {
    return this.repository.findInForce(new Date(sinceMs), this.clock.now(), of);
  }
}

/** What people decide about data that does not count. */
@Injectable()
export class ExclusionDecisions {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ExclusionRepository,
    private readonly changes: ExclusionChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async create({ parkId, rideId, from, to, scope, note, by }: CreateExclusionBody): Promise<number> {
    const [fromMs, toMs] = [Date.parse(from), to == null ? null : Date.parse(to)];
    if (fromMs > this.clock.now().getTime()) {
      throw new ValidationFailedError({ from: ['from must not be in the future: there is no data to exclude yet'] });
    }
    if (toMs !== null && toMs <= fromMs) throw new ValidationFailedError({ to: ['to must be after from'] });
    return this.inTransaction(async (manager) => {
      const target = await this.targetOf(manager, parkId ?? null, rideId ?? null);
      return this.changes.create(manager, {
        ...{ ...target, fromMs, toMs, scope, reason: 'MANUAL', origin: 'PERSON' },
        ...{ findingFingerprint: null, note: note ?? null, createdBy: by ?? null },
      });
    });
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async revoke(exclusionId: number, { note, by }: DecisionBody): Promise<void> {
    await this.inTransaction(async (manager) => {
      const stored = await this.lock(manager, exclusionId);
      if (stored.revokedOrigin === 'PERSON') throw new ExclusionStateConflictError(exclusionId, 'revoked');
      await this.changes.revoke(manager, stored, { origin: 'PERSON', by: by ?? null, note: note ?? null });
    });
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async restore(exclusionId: number, { note, by }: DecisionBody): Promise<void> {
    await this.inTransaction(async (manager) => {
      const stored = await this.lock(manager, exclusionId);
      if (stored.revokedOrigin === null) throw new ExclusionStateConflictError(exclusionId, 'in force');
      await this.changes.restore(manager, stored, stored, { origin: 'PERSON', by: by ?? null, note: note ?? null });
    });
  }

  private async targetOf(
    manager: EntityManager,
    parkId: number | null,
    rideId: number | null,
  ): Promise<ExclusionTarget> {
    if (rideId === null) {
      if (parkId === null) throw new ValidationFailedError({ parkId: ['parkId or rideId is required'] });
      if ((await this.repository.lockPark(manager, parkId)) === null) throw new ParkNotFoundError(parkId);
      return { parkId, rideId };
    }
    const parkOfRide = await this.repository.findParkOfRide(manager, rideId);
    if (parkOfRide === null) throw new RideNotFoundError(rideId);
    if (parkId !== null && parkId !== parkOfRide) {
      throw new ValidationFailedError({ rideId: [`ride ${rideId} is not in park ${parkId}`] });
    }
    await this.repository.lockPark(manager, parkOfRide);
    return { parkId: parkOfRide, rideId };
  }

  /** Reads it again once its park is locked: a rule may have changed it meanwhile. */
  private async lock(manager: EntityManager, exclusionId: number): Promise<StoredExclusion> {
    const found = await this.repository.find(manager, exclusionId);
    if (found === null) throw new ExclusionNotFoundError(exclusionId);
    await this.repository.lockPark(manager, found.parkId);
    return (await this.repository.find(manager, exclusionId))!;
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), {
      nowMs: () => this.clock.now().getTime(),
      onRetry: (reason, error) => {
        if (reason === 'unavailable') throw error;
      },
    });
  }
}
