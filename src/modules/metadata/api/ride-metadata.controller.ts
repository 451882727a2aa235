import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/dto/api-errors.js';
import { ApiPage, type Page, PageQuery } from '../../../common/http/dto/page.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { PublicCache } from '../../../common/http/public-cache.js';
import { MetadataService } from '../metadata.service.js';
import { NearbyService } from '../nearby/nearby.service.js';
import { MetadataChangeView } from './dto/metadata-view.dto.js';
import { NearbyQuery, NearbyRideView } from './dto/nearby.dto.js';

@PublicController('rides', 'metadata')
@PublicCache(60)
export class RideMetadataController {
  constructor(
    private readonly rides: NearbyService,
    private readonly metadata: MetadataService,
  ) {}

  @Get('nearby')
  @ApiOperation({ summary: 'Rides around a point, nearest first; of those equally near, the lower id' })
  @ApiPage(NearbyRideView, 'Nearest first')
  nearby(@Query() query: NearbyQuery): Promise<Page<NearbyRideView>> {
    return this.rides.find(query);
  }

  @Get(':rideId/metadata-history')
  @ApiOperation({ summary: 'Every change of a ride’s metadata with its source and instant, newest first' })
  @ApiPage(MetadataChangeView, 'Newest first')
  @ApiErrors('RIDE_NOT_FOUND')
  history(@InternalId('rideId') rideId: number, @Query() query: PageQuery): Promise<Page<MetadataChangeView>> {
    return this.metadata.history(rideId, query);
  }
}
