import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PeriodCache } from './target-period.dto.js';
import { HeatmapQuery, HeatmapView } from './heatmap.dto.js';
import { HeatmapService } from './heatmap.service.js';

@PublicController('analytics')
@PeriodCache()
export class HeatmapController {
  constructor(private readonly heatmaps: HeatmapService) {}

  @Get('heatmap')
  @ApiOperation({ summary: 'Average wait or uptime of a park or ride by weekday and local hour' })
  @ApiOkResponse({ type: HeatmapView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  draw(@Query() query: HeatmapQuery): Promise<HeatmapView> {
    return this.heatmaps.draw(query);
  }
}
