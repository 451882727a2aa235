import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PeriodCache } from './target-period.dto.js';
import { RankingQuery, RankingView, ScopePeriodQuery } from './ranking.dto.js';
import { RankingService } from './ranking.service.js';

@PublicController('analytics/rankings', 'analytics')
@PeriodCache()
export class RankingController {
  constructor(private readonly rankings: RankingService) {}

  @Get()
  @ApiOperation({ summary: 'Parks or rides ranked by any metric, of all or of one park, destination or country' })
  @ApiOkResponse({ type: RankingView })
  @ApiErrors('DATE_OUT_OF_RANGE')
  byMetric(@Query() query: RankingQuery): Promise<RankingView> {
    return this.rankings.rank(query, query.metric, query.order);
  }

  @Get('wait-times')
  @ApiOperation({ summary: 'Parks or rides ranked by time-weighted average wait, longest first' })
  @ApiOkResponse({ type: RankingView })
  @ApiErrors('DATE_OUT_OF_RANGE')
  waitTimes(@Query() query: ScopePeriodQuery): Promise<RankingView> {
    return this.rankings.rank(query, 'averageWaitMinutes');
  }

  @Get('downtime')
  @ApiOperation({
    summary: 'Parks or rides ranked by share of downtime, greatest first',
  })
  @ApiOkResponse({ type: RankingView })
  @ApiErrors('DATE_OUT_OF_RANGE')
  downtime(@Query() query: ScopePeriodQuery): Promise<RankingView> {
    return this.rankings.rank(query, 'downtimePercent');
  }
}
