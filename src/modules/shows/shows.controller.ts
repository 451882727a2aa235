import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddress, RideAddress } from '../../common/http/addresses/path-address.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PublicCache, PublicController } from '../../common/http/public-controller.js';
import {
  ParkDiningView,
  ParkShowtimesQuery,
  ParkShowtimesView,
  RideDiningView,
  RideShowtimesView,
  ShowRangeQuery,
} from './shows.dto.js';
import { ShowsService } from './shows.service.js';

const UNION =
  'Lists may drop past performances during the day, so every performance of any list counts. One that a list no longer had ' +
  'before its start has `withdrawnAt`. Show times come from live data, the archive and the History API.';

@PublicController('parks', 'shows and dining')
@PublicCache(60)
export class ParkShowsController {
  constructor(private readonly shows: ShowsService) {}

  @Get(':parkId/showtimes')
  @ApiOperation({ summary: 'Performances of all shows of a park on a local date', description: UNION })
  @ApiOkResponse({ type: ParkShowtimesView })
  @ApiErrors('PARK_NOT_FOUND')
  showtimes(@ParkAddress() parkId: number, @Query() query: ParkShowtimesQuery): Promise<ParkShowtimesView> {
    return this.shows.showtimesOfPark(parkId, query);
  }

  @Get(':parkId/dining')
  @ApiOperation({ summary: 'Newest dining availability of every restaurant of a park' })
  @ApiOkResponse({ type: ParkDiningView })
  @ApiErrors('PARK_NOT_FOUND')
  dining(@ParkAddress() parkId: number): Promise<ParkDiningView> {
    return this.shows.diningOfPark(parkId);
  }
}

@PublicController('rides', 'shows and dining')
@PublicCache(60)
export class RideShowsController {
  constructor(private readonly shows: ShowsService) {}

  @Get(':rideId/showtimes')
  @ApiOperation({ summary: 'Performances of a show over a range of local dates', description: UNION })
  @ApiOkResponse({ type: RideShowtimesView })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  showtimes(@RideAddress() rideId: number, @Query() query: ShowRangeQuery): Promise<RideShowtimesView> {
    return this.shows.showtimesOfRide(rideId, query);
  }

  @Get(':rideId/dining')
  @ApiOperation({ summary: 'Dining availability of a restaurant over time' })
  @ApiOkResponse({ type: RideDiningView })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  dining(@RideAddress() rideId: number, @Query() query: ShowRangeQuery): Promise<RideDiningView> {
    return this.shows.diningOfRide(rideId, query);
  }
}
