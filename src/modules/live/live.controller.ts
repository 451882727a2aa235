import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { PublicCache } from '../../common/http/public-cache.js';
import { LiveApiService } from './live-api.service.js';
import { ParkLiveQuery, ParkLiveView, StatusSummaryView } from './live.dto.js';
import { SearchQuery, SearchResponse } from './search.dto.js';
import { SearchService } from './search.service.js';

/** A tenth of a cycle: nobody sees data much older than it is. */
const CACHE_SECONDS = 30;

@PublicController('parks', 'live')
@PublicCache(CACHE_SECONDS)
export class ParkLiveController {
  constructor(private readonly live: LiveApiService) {}

  @Get(':parkId/live')
  @ApiOperation({ summary: 'The newest state of every ride of a park, with every queue, and how old it is' })
  @ApiOkResponse({ type: ParkLiveView })
  @ApiErrors('PARK_NOT_FOUND')
  ofPark(@InternalId('parkId') parkId: number, @Query() query: ParkLiveQuery): Promise<ParkLiveView> {
    return this.live.ofPark(parkId, query);
  }
}

@PublicController('live')
@PublicCache(CACHE_SECONDS)
export class LiveController {
  constructor(private readonly live: LiveApiService) {}

  @Get('status-summary')
  @ApiOperation({ summary: 'For every park, how many rides are in which state, and when it was last observed' })
  @ApiOkResponse({ type: StatusSummaryView })
  statusSummary(): Promise<StatusSummaryView> {
    return this.live.statusSummary();
  }
}

@PublicController('search', 'catalogue')
@PublicCache(60)
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @ApiOperation({ summary: 'Destinations, parks and rides by name, best first' })
  @ApiOkResponse({ type: SearchResponse })
  find(@Query() query: SearchQuery): Promise<SearchResponse> {
    return this.search.search(query);
  }
}
