import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiPage, type Page } from '../../common/http/dto/page.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ParkAddress } from '../../common/http/addresses/path-address.js';
import { PublicCache, PublicController } from '../../common/http/public-controller.js';
import { ParksQuery } from '../catalog/catalog.dto.js';
import { LiveService } from './live.service.js';
import { ParkNowService } from './park-now.service.js';
import { ParkLiveQuery, ParkDetailView, ParkLiveView, ParkNowView } from './live.dto.js';
import { StatusSummaryView } from './status-summary.dto.js';

const PARKS_LISTED =
  'A park whose `themeparksWikiId` is null is a placeholder for rides of a destination that are not assigned to a park yet. ' +
  'It is listed while it holds an attraction, a show, a restaurant or an entity of unknown type. Hotels and the entries ' +
  'of parks and destinations themselves do not count.';

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

  @Get()
  @ApiOperation({ summary: 'Parks by name, and whether each is open now', description: PARKS_LISTED })
  @ApiPage(ParkNowView, 'Parks by name')
  list(@Query() query: ParksQuery): Promise<Page<ParkNowView>> {
    return this.park.list(query);
  }

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
