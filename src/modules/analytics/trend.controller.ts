import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PeriodCache } from './target-period.dto.js';
import { TrendQuery, TrendsView } from './trend.dto.js';
import { TrendService } from './trend.service.js';

@PublicController('analytics')
@PeriodCache()
export class TrendController {
  constructor(private readonly trends: TrendService) {}

  @Get('trends')
  @ApiOperation({ summary: 'Parks or rides that improved or worsened against the same number of days before' })
  @ApiOkResponse({ type: TrendsView })
  @ApiErrors('DATE_OUT_OF_RANGE')
  find(@Query() query: TrendQuery): Promise<TrendsView> {
    return this.trends.find(query);
  }
}
