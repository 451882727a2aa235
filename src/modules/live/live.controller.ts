import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ParkAddress } from '../../common/http/addresses/path-address.js';
import { PublicCache } from '../../common/http/public-cache.js';
import { LiveService } from './live.service.js';
import { ParkNowService } from './park-now.service.js';
import { ParkLiveQuery, ParkLiveView, ParkDetailView } from './live.dto.js';
import { StatusSummaryView } from './status-summary.dto.js';

/** A tenth of a collection cycle: caching adds little to the age of the data. */
const CACHE_SECONDS = 30;

@PublicController('parks', 'live')
@PublicCache(CACHE_SECONDS)
export class ParkLiveController {
  constructor(private readonly live: LiveService) {}

  @Get(':parkId/live')
  @ApiOperation({ summary: 'Newest state of every ride of a park, with its queues and its age' })
  @ApiOkResponse({ type: ParkLiveView })
  @ApiErrors('PARK_NOT_FOUND')
  ofPark(@ParkAddress() parkId: number, @Query() query: ParkLiveQuery): Promise<ParkLiveView> {
    return this.live.ofPark(parkId, query);
  }
}

@PublicController('parks', 'catalogue')
@PublicCache(CACHE_SECONDS)
export class ParkController {
  constructor(private readonly park: ParkNowService) {}

  @Get(':parkId')
  @ApiOperation({ summary: 'A park with its ride counts and observation dates, and whether it is open now' })
  @ApiOkResponse({ type: ParkDetailView })
  @ApiErrors('PARK_NOT_FOUND')
  one(@ParkAddress() parkId: number): Promise<ParkDetailView> {
    return this.park.get(parkId);
  }
}

@PublicController('live')
@PublicCache(CACHE_SECONDS)
export class LiveController {
  constructor(private readonly live: LiveService) {}

  @Get('status-summary')
  @ApiOperation({ summary: 'Number of rides in each state, by park, and when each park was last observed' })
  @ApiOkResponse({ type: StatusSummaryView })
  statusSummary(): Promise<StatusSummaryView> {
    return this.live.statusSummary();
  }
}
