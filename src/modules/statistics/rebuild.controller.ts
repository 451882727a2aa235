import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { RebuildApiService } from './rebuild.service.js';
import { RebuildBody, RebuildView } from './rebuild.dto.js';

@AdminController('aggregates', 'admin: statistics')
export class RebuildController {
  constructor(private readonly rebuilds: RebuildApiService) {}

  @Post('rebuild')
  @HttpCode(202)
  @ApiOperation({ summary: 'Compute the statistics of all parks or one, of all days or some, anew in the background' })
  @ApiBody({ type: RebuildBody, required: false, description: 'Without it, or empty: all days of all parks' })
  @ApiAcceptedResponse({ type: RebuildView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  start(@Body() body: RebuildBody): Promise<RebuildView> {
    return this.rebuilds.start(body);
  }

  @Get('rebuild/:rebuildId')
  @ApiOperation({ summary: 'How far a rebuild is' })
  @ApiOkResponse({ type: RebuildView })
  @ApiErrors('REBUILD_NOT_FOUND')
  status(@InternalId('rebuildId') rebuildId: number): Promise<RebuildView> {
    return this.rebuilds.status(rebuildId);
  }
}
