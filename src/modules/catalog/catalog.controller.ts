import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/dto/page.js';
import { DestinationAddress, ParkAddress } from '../../common/http/addresses/path-address.js';
import { PublicCache, PublicController } from '../../common/http/public-controller.js';
import { CatalogApiService } from './catalog-api.service.js';
import { DestinationView } from './catalog.dto.js';
import { RidesQuery, RideView } from './ride.dto.js';

@PublicController('destinations', 'catalogue')
@PublicCache(60)
export class DestinationController {
  constructor(private readonly catalog: CatalogApiService) {}

  @Get()
  @ApiOperation({ summary: 'Destinations by name' })
  @ApiPage(DestinationView, 'Destinations by name')
  list(@Query() query: PageQuery): Promise<Page<DestinationView>> {
    return this.catalog.destinations(query);
  }

  @Get(':destinationId')
  @ApiOperation({ summary: 'A destination; `/api/parks?destinationId=` lists its parks' })
  @ApiOkResponse({ type: DestinationView })
  @ApiErrors('DESTINATION_NOT_FOUND')
  one(@DestinationAddress() destinationId: number): Promise<DestinationView> {
    return this.catalog.destination(destinationId);
  }
}

@PublicController('parks', 'catalogue')
@PublicCache(60)
export class ParkRidesController {
  constructor(private readonly catalog: CatalogApiService) {}

  @Get(':parkId/rides')
  @ApiOperation({
    summary: 'Rides of a park by name, each with its newest state; linked rides are part of their target',
  })
  @ApiPage(RideView, 'Rides by name')
  @ApiErrors('PARK_NOT_FOUND')
  rides(@ParkAddress() parkId: number, @Query() query: RidesQuery): Promise<Page<RideView>> {
    return this.catalog.ridesOfPark(parkId, query);
  }
}
