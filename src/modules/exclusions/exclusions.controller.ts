import { Body, Get, HttpCode, Injectable, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiPage, type Page, pageOf } from '../../common/http/dto/page.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { ExclusionListRepository } from './exclusion-reads.repository.js';
import { ExclusionNotFoundError } from './exclusion.js';
import {
  CreateExclusionBody,
  DecisionBody,
  ExclusionDetailView,
  ExclusionQuery,
  ExclusionView,
} from './exclusions.dto.js';
import { ExclusionDecisions } from './exclusions.service.js';

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

@AdminController('quality/exclusions', 'admin: quality')
export class ExclusionsController {
  constructor(private readonly exclusions: ExclusionApiService) {}

  @Get()
  @ApiOperation({ summary: 'Intervals of data that statistics and live answers leave out' })
  @ApiPage(ExclusionView, 'Latest beginning first')
  list(@Query() query: ExclusionQuery): Promise<Page<ExclusionView>> {
    return this.exclusions.list(query);
  }

  @Get(':exclusionId')
  @ApiOperation({ summary: 'One exclusion, with its history' })
  @ApiOkResponse({ type: ExclusionDetailView })
  @ApiErrors('EXCLUSION_NOT_FOUND')
  get(@InternalId('exclusionId') exclusionId: number): Promise<ExclusionDetailView> {
    return this.exclusions.get(exclusionId);
  }

  @Post()
  @ApiOperation({
    summary: 'Exclude an interval of a park’s or a ride’s data',
    description: 'The stored observations stay as they are; the statistics of the days concerned are computed anew.',
  })
  @ApiCreatedResponse({ type: ExclusionDetailView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  create(@Body() body: CreateExclusionBody): Promise<ExclusionDetailView> {
    return this.exclusions.create(body);
  }

  @Post(':exclusionId/revoke')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Let the data count again',
    description: 'The rule that made the exclusion does not make it again, until a person restores it.',
  })
  @ApiBody({ type: DecisionBody, required: false })
  @ApiOkResponse({ type: ExclusionDetailView })
  @ApiErrors('EXCLUSION_NOT_FOUND', 'EXCLUSION_STATE_CONFLICT')
  revoke(@InternalId('exclusionId') exclusionId: number, @Body() body: DecisionBody): Promise<ExclusionDetailView> {
    return this.exclusions.revoke(exclusionId, body);
  }

  @Post(':exclusionId/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a revoked exclusion hold again' })
  @ApiBody({ type: DecisionBody, required: false })
  @ApiOkResponse({ type: ExclusionDetailView })
  @ApiErrors('EXCLUSION_NOT_FOUND', 'EXCLUSION_STATE_CONFLICT')
  restore(@InternalId('exclusionId') exclusionId: number, @Body() body: DecisionBody): Promise<ExclusionDetailView> {
    return this.exclusions.restore(exclusionId, body);
  }
}
