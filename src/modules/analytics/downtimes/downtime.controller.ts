import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddress, RideAddress } from '../../../common/http/addresses/path-address.js';
import { PublicController } from '../../../common/http/public-controller.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { PeriodCache } from '../target-period.dto.js';
import { DowntimesQuery, DowntimesView } from './downtime.dto.js';
import { DowntimeService } from './downtime.service.js';

@PublicController('rides', 'history')
@PeriodCache()
export class RideDowntimeController {
  constructor(private readonly downtimes: DowntimeService) {}

  @Get(':rideId/downtimes')
  @ApiOperation({ summary: 'Downtimes of a ride, with MTBF and MTTR' })
  @ApiOkResponse({ type: DowntimesView })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@RideAddress() rideId: number, @Query() query: DowntimesQuery): Promise<DowntimesView> {
    return this.downtimes.ofRide(rideId, query);
  }
}

@PublicController('parks', 'history')
@PeriodCache()
export class ParkDowntimeController {
  constructor(private readonly downtimes: DowntimeService) {}

  @Get(':parkId/downtimes')
  @ApiOperation({ summary: 'Downtimes of all attractions of a park, with MTBF and MTTR' })
  @ApiOkResponse({ type: DowntimesView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofPark(@ParkAddress() parkId: number, @Query() query: DowntimesQuery): Promise<DowntimesView> {
    return this.downtimes.ofPark(parkId, query);
  }
}
