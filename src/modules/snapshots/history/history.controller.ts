import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/dto/api-errors.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { PublicCache } from '../../../common/http/public-cache.js';
import { HistoryQuery, RideHistory } from './history.dto.js';
import { RideHistoryService } from './ride-history.service.js';

@PublicController('rides', 'history')
@PublicCache(60)
export class HistoryController {
  constructor(private readonly history: RideHistoryService) {}

  @Get(':rideId/history')
  @ApiOperation({ summary: 'Every stored observation of a ride and of the rides linked to it, page by page' })
  @ApiOkResponse({ type: RideHistory })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@InternalId('rideId') rideId: number, @Query() query: HistoryQuery): Promise<RideHistory> {
    return this.history.ofRide(rideId, query);
  }
}
