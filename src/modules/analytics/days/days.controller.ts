import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddress, RideAddress } from '../../../common/http/addresses/path-address.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { PublicCache, PublicController } from '../../../common/http/public-controller.js';
import { PeriodCache, TargetQuery } from '../target-period.dto.js';
import { AveragesView, DaysQuery, DaysView } from './days.dto.js';
import { DaysService } from './days.service.js';

@PublicController('rides', 'history')
@PeriodCache()
export class RideDaysController {
  constructor(private readonly days: DaysService) {}

  @Get(':rideId/days')
  @ApiOperation({ summary: 'Daily statistics of a ride: percentiles, minutes by state, opening times, crowd level' })
  @ApiOkResponse({ type: DaysView })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@RideAddress() rideId: number, @Query() query: DaysQuery): Promise<DaysView> {
    return this.days.ofRide(rideId, query);
  }
}

@PublicController('parks', 'history')
@PeriodCache()
export class ParkDaysController {
  constructor(private readonly days: DaysService) {}

  @Get(':parkId/days')
  @ApiOperation({ summary: 'Daily statistics of a park: percentiles, minutes by state, opening times, crowd level' })
  @ApiOkResponse({ type: DaysView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofPark(@ParkAddress() parkId: number, @Query() query: DaysQuery): Promise<DaysView> {
    return this.days.ofPark(parkId, query);
  }
}

@PublicController('analytics')
@PublicCache(60)
export class AveragesController {
  constructor(private readonly days: DaysService) {}

  @Get('averages')
  @ApiOperation({ summary: 'Averages of a park or ride by calendar month and by year, over all years' })
  @ApiOkResponse({ type: AveragesView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  of(@Query() query: TargetQuery): Promise<AveragesView> {
    return this.days.averages(query);
  }
}
