import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { ExclusionNotFoundError } from '../exclusion-errors.js';
import { ExclusionDecisions } from './exclusion-decisions.service.js';
import { ExclusionListRepository } from './exclusion-list.repository.js';
import type { ExclusionDetailView, ExclusionView } from './exclusion.dto.js';
import type { CreateExclusionBody, DecisionBody, ExclusionQuery } from './exclusion.query.js';

/** Exclusions as the admin API shows them. */
@Injectable()
export class ExclusionApiService {
  constructor(
    private readonly repository: ExclusionListRepository,
    private readonly decisions: ExclusionDecisions,
  ) {}

  async list(query: ExclusionQuery): Promise<Page<ExclusionView>> {
    return pageOf(await this.repository.find(query), await this.repository.count(query), query);
  }

  /** @throws ExclusionNotFoundError */
  async get(exclusionId: number): Promise<ExclusionDetailView> {
    const exclusion = await this.repository.findOne(exclusionId);
    if (exclusion === null) throw new ExclusionNotFoundError(exclusionId);
    return { ...exclusion, history: await this.repository.findHistory(exclusionId) };
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
