import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddress } from '../../../common/http/addresses/path-address.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { PublicCache, PublicController } from '../../../common/http/public-controller.js';
import { PeriodCache } from '../target-period.dto.js';
import { ParkDayQuery, ParkDayView, ParkTodayView } from './park-day.dto.js';
import { ParkDayService } from './park-day.service.js';
import { ParkTodayService } from './park-today.service.js';

@PublicController('parks', 'history')
@PeriodCache()
export class ParkDayController {
  constructor(private readonly days: ParkDayService) {}

  @Get(':parkId/history')
  @ApiOperation({ summary: 'A local day of a whole park: the observations, statistics and downtimes of every ride' })
  @ApiOkResponse({ type: ParkDayView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofDay(@ParkAddress() parkId: number, @Query() query: ParkDayQuery): Promise<ParkDayView> {
    return this.days.describe(parkId, query);
  }
}

@PublicController('parks', 'live')
@PublicCache(60)
export class ParkTodayController {
  constructor(private readonly today: ParkTodayService) {}

  @Get(':parkId/today')
  @ApiOperation({ summary: 'Today of a park, hour by hour, compared with the same weekday of the year before' })
  @ApiOkResponse({ type: ParkTodayView })
  @ApiErrors('PARK_NOT_FOUND')
  ofPark(@ParkAddress() parkId: number): Promise<ParkTodayView> {
    return this.today.describe(parkId);
  }
}
