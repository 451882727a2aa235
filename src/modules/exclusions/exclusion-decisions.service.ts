import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { ParkNotFoundError, RideNotFoundError } from '../../common/domain-error.js';
import { type Page, pageOf } from '../../common/http/dto/page.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { Clock } from '../../common/time/clock.js';
import { ExclusionChanges } from './exclusion-changes.js';
import { ExclusionListRepository } from './exclusion-list.sql.js';
import {
  ExclusionNotFoundError,
  ExclusionStateConflictError,
  type ExclusionTarget,
  type StoredExclusion,
} from './exclusion.js';
import { ExclusionRepository } from './exclusion.repository.js';
import type {
  CreateExclusionBody,
  DecisionBody,
  ExclusionDetailView,
  ExclusionQuery,
  ExclusionView,
} from './exclusions.dto.js';

/** Applies people's decisions about exclusions. */
@Injectable()
export class ExclusionDecisions {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: ExclusionRepository,
    private readonly changes: ExclusionChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async create({ parkId, rideId, from, to, scope, note, by }: CreateExclusionBody): Promise<number> {
    const [fromMs, toMs] = [Date.parse(from), to == null ? null : Date.parse(to)];
    if (fromMs > this.clock.now().getTime()) {
      throw new ValidationFailedError({ from: ['from must not be in the future'] });
    }
    if (toMs !== null && toMs <= fromMs) throw new ValidationFailedError({ to: ['to must be after from'] });
    return this.transactions.run(async (manager) => {
      const target = await this.targetOf(manager, parkId ?? null, rideId ?? null);
      return this.changes.create(manager, {
        ...{ ...target, fromMs, toMs, scope, reason: 'MANUAL', origin: 'PERSON' },
        ...{ findingFingerprint: null, note: note ?? null, createdBy: by ?? null },
      });
    }, ONLY_AFTER_CONFLICTS);
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async revoke(exclusionId: number, { note, by }: DecisionBody): Promise<void> {
    await this.transactions.run(async (manager) => {
      const stored = await this.lock(manager, exclusionId);
      if (stored.revokedOrigin === 'PERSON') throw new ExclusionStateConflictError(exclusionId, 'revoked');
      await this.changes.revoke(manager, stored, { origin: 'PERSON', by: by ?? null, note: note ?? null });
    }, ONLY_AFTER_CONFLICTS);
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async restore(exclusionId: number, { note, by }: DecisionBody): Promise<void> {
    await this.transactions.run(async (manager) => {
      const stored = await this.lock(manager, exclusionId);
      if (stored.revokedOrigin === null) throw new ExclusionStateConflictError(exclusionId, 'in force');
      await this.changes.restore(manager, stored, stored, { origin: 'PERSON', by: by ?? null, note: note ?? null });
    }, ONLY_AFTER_CONFLICTS);
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

  /** Reads the exclusion again once its park is locked, because a rule may have changed it in between. */
  private async lock(manager: EntityManager, exclusionId: number): Promise<StoredExclusion> {
    const found = await this.repository.find(manager, exclusionId);
    if (found === null) throw new ExclusionNotFoundError(exclusionId);
    await this.repository.lockPark(manager, found.parkId);
    return (await this.repository.find(manager, exclusionId))!;
  }
}

/** Lists and changes exclusions for the admin API. */
@Injectable()
export class ExclusionApiService {
  constructor(
    private readonly rows: ExclusionListRepository,
    private readonly exclusions: ExclusionRepository,
    private readonly decisions: ExclusionDecisions,
  ) {}

  async list(query: ExclusionQuery): Promise<Page<ExclusionView>> {
    return pageOf(await this.rows.find(query), await this.rows.count(query), query);
  }

  /** @throws ExclusionNotFoundError */
  async get(exclusionId: number): Promise<ExclusionDetailView> {
    const exclusion = await this.rows.findOne(exclusionId);
    if (exclusion === null) throw new ExclusionNotFoundError(exclusionId);
    return { ...exclusion, history: await this.exclusions.findHistory(exclusionId) };
  }

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async create(body: CreateExclusionBody): Promise<ExclusionDetailView> {
    return this.get(await this.decisions.create(body));
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async revoke(exclusionId: number, body: DecisionBody): Promise<ExclusionDetailView> {
    await this.decisions.revoke(exclusionId, body);
    return this.get(exclusionId);
  }

  /** @throws ExclusionNotFoundError, ExclusionStateConflictError */
  async restore(exclusionId: number, body: DecisionBody): Promise<ExclusionDetailView> {
    await this.decisions.restore(exclusionId, body);
    return this.get(exclusionId);
  }
}
