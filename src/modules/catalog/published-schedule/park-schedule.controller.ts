import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddress } from '../../../common/http/addresses/path-address.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { PublicCache, PublicController } from '../../../common/http/public-controller.js';
import { ParkPricesQuery, ParkPricesView, ParkScheduleQuery, ParkScheduleView } from './park-schedule.dto.js';
import { ParkScheduleService } from './park-schedule.service.js';

const SCHEDULE =
  'Every type of entry, of past and coming dates. A date without an entry was not published, which does not mean that the park ' +
  'is closed. Whether it is open now, until when, and why is in `/api/parks/{parkId}/live`. The hours of an entry never change: ' +
  'other hours are another entry, and `history` also returns those that were replaced.';

const PRICES =
  'Prices that are published with the schedule, such as tickets and Lightning Lane passes, by the date for which they apply. ' +
  'The `history` of a date has every price with the time over which it was published. Prices of single rides are in ' +
  '`/api/rides/{rideId}/queues?queueType=PAID_RETURN_TIME`.';

@PublicController('parks', 'schedules')
@PublicCache(60)
export class ParkScheduleController {
  constructor(private readonly schedules: ParkScheduleService) {}

  @Get(':parkId/schedule')
  @ApiOperation({ summary: 'Published schedule of a park, and when it changed', description: SCHEDULE })
  @ApiOkResponse({ type: ParkScheduleView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofPark(@ParkAddress() parkId: number, @Query() query: ParkScheduleQuery): Promise<ParkScheduleView> {
    return this.schedules.scheduleOf(parkId, query);
  }

  @Get(':parkId/prices')
  @ApiOperation({ summary: 'Published ticket and pass prices of a park, and how they changed', description: PRICES })
  @ApiOkResponse({ type: ParkPricesView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  pricesOf(@ParkAddress() parkId: number, @Query() query: ParkPricesQuery): Promise<ParkPricesView> {
    return this.schedules.pricesOf(parkId, query);
  }
}
