import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/dto/api-errors.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { PublicCache } from '../../common/http/public-cache.js';
import { CatalogApiService } from './catalog-api.service.js';
import { RideDetailView } from './dto/catalog-view.dto.js';

@PublicController('rides', 'catalogue')
@PublicCache(60)
export class RideController {
  constructor(private readonly catalog: CatalogApiService) {}

  @Get(':rideId')
  @ApiOperation({
    summary: 'A ride with its names, its UUIDs, its metadata and its newest state; a linked ride answers as its target',
  })
  @ApiOkResponse({ type: RideDetailView })
  @ApiErrors('RIDE_NOT_FOUND')
  one(@InternalId('rideId') rideId: number): Promise<RideDetailView> {
    return this.catalog.ride(rideId);
  }
}
