import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../common/http/admin-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../common/http/openapi/body-example.js';
import { ApiPage, type Page } from '../../common/http/dto/page.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import {
  CreateExclusionBody,
  DecisionBody,
  ExclusionDetailView,
  ExclusionQuery,
  ExclusionView,
} from './exclusions.dto.js';
import { ExclusionApiService } from './exclusion-decisions.service.js';

@AdminController('quality/exclusions', 'admin: quality', { writes: ['quality'] })
export class ExclusionsController {
  constructor(private readonly exclusions: ExclusionApiService) {}

  @Get()
  @ApiOperation({ summary: 'Intervals of data that statistics and live responses exclude' })
  @ApiPage(ExclusionView, 'Exclusions, latest start first')
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
    description: 'The stored observations stay unchanged; the statistics of the affected days are recomputed.',
  })
  @ApiBodyExample(CreateExclusionBody, {
    ...{ rideId: 1, from: '2024-12-25T00:00:00Z', to: '2024-12-25T03:00:00Z', scope: 'ALL' },
    ...{ note: 'The feed repeats the state of last Tuesday', by: 'J. Doe' },
  })
  @ApiCreatedResponse({ type: ExclusionDetailView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  create(@Body() body: CreateExclusionBody): Promise<ExclusionDetailView> {
    return this.exclusions.create(body);
  }

  @Post(':exclusionId/revoke')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Revoke an exclusion, so that its data counts again',
    description: 'The rule that made the exclusion does not restore it; only a person can.',
  })
  @ApiBody({ type: DecisionBody, required: false })
  @ApiOkResponse({ type: ExclusionDetailView })
  @ApiErrors('EXCLUSION_NOT_FOUND', 'EXCLUSION_STATE_CONFLICT')
  revoke(@InternalId('exclusionId') exclusionId: number, @Body() body: DecisionBody): Promise<ExclusionDetailView> {
    return this.exclusions.revoke(exclusionId, body);
  }

  @Post(':exclusionId/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put a revoked exclusion back in force' })
  @ApiBody({ type: DecisionBody, required: false })
  @ApiOkResponse({ type: ExclusionDetailView })
  @ApiErrors('EXCLUSION_NOT_FOUND', 'EXCLUSION_STATE_CONFLICT')
  restore(@InternalId('exclusionId') exclusionId: number, @Body() body: DecisionBody): Promise<ExclusionDetailView> {
    return this.exclusions.restore(exclusionId, body);
  }
}
