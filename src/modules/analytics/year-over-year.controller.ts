import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { FinalPeriodCache, PublicController } from '../../common/http/public-controller.js';
import { PeriodCache } from './target-period.dto.js';
import {
  SeveralYearOverYearQuery,
  SeveralYearOverYearView,
  YearOverYearQuery,
  YearOverYearView,
} from './year-over-year.dto.js';
import { YearOverYearService } from './year-over-year.service.js';

@PublicController('analytics')
export class YearOverYearController {
  constructor(private readonly years: YearOverYearService) {}

  @Get('year-over-year')
  @PeriodCache()
  @ApiOperation({ summary: 'A period of a park or ride compared with the same period in earlier years, day by day' })
  @ApiOkResponse({ type: YearOverYearView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  compare(@Query() query: YearOverYearQuery): Promise<YearOverYearView> {
    return this.years.compare(query);
  }

  @Get('year-over-year/several')
  @FinalPeriodCache<SeveralYearOverYearView>(({ data }) => data.every(({ period }) => period.isFinal))
  @ApiOperation({ summary: 'The same comparison for several parks and rides' })
  @ApiOkResponse({ type: SeveralYearOverYearView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  compareSeveral(@Query() query: SeveralYearOverYearQuery): Promise<SeveralYearOverYearView> {
    return this.years.compareSeveral(query);
  }
}
