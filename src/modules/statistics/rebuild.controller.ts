import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController, NeedsRightClock } from '../../common/http/admin-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { StatisticsRebuildService } from './rebuild.service.js';
import { RebuildBody, RebuildView } from './rebuild.dto.js';

@AdminController('aggregates', 'admin: statistics', { writes: ['quality'] })
export class RebuildController {
  constructor(private readonly rebuilds: StatisticsRebuildService) {}

  @Post('rebuild')
  @HttpCode(202)
  @NeedsRightClock()
  @ApiOperation({
    summary: 'Recompute the statistics of one park or all parks, for some days or all days, in the background',
  })
  @ApiBody({
    type: RebuildBody,
    required: false,
    description: 'Without a body, or with an empty one: all days of all parks',
  })
  @ApiAcceptedResponse({ type: RebuildView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE', 'CLOCK_DISAGREES')
  start(@Body() body: RebuildBody): Promise<RebuildView> {
    return this.rebuilds.start(body);
  }

  @Get('rebuild/:rebuildId')
  @ApiOperation({ summary: 'Progress of a rebuild' })
  @ApiOkResponse({ type: RebuildView })
  @ApiErrors('REBUILD_NOT_FOUND')
  status(@InternalId('rebuildId') rebuildId: number): Promise<RebuildView> {
    return this.rebuilds.status(rebuildId);
  }
}
