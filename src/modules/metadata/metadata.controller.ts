import { Body, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController, NeedsRightClock, WorkerOnly } from '../../common/http/admin-controller.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/dto/page.js';
import { RideAddress } from '../../common/http/addresses/path-address.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../common/http/openapi/body-example.js';
import { PublicCache, PublicController } from '../../common/http/public-controller.js';
import {
  CoverageQuery,
  CoverageReportView,
  MetadataOverrideBody,
  MetadataSyncBody,
  StartedSyncView,
  SyncStatusView,
} from './metadata-admin.dto.js';
import { MetadataChangeView, NearbyQuery, NearbyRideView, RideDetailView, RideMetadataView } from './metadata.dto.js';
import { EditedRideView, ReviewedRideView, ReviewQuery } from './review.dto.js';
import { MetadataAdminService, MetadataService, NearbyService } from './metadata.service.js';

@PublicController('rides', 'metadata')
@PublicCache(60)
export class RideMetadataController {
  constructor(
    private readonly rides: NearbyService,
    private readonly metadata: MetadataService,
  ) {}

  @Get('nearby')
  @ApiOperation({ summary: 'Rides around a point, nearest first; ties by id' })
  @ApiPage(NearbyRideView, 'Nearest first')
  nearby(@Query() query: NearbyQuery): Promise<Page<NearbyRideView>> {
    return this.rides.find(query);
  }

  @Get(':rideId/metadata-history')
  @ApiOperation({ summary: 'Every change of a ride’s metadata with its source and time, newest first' })
  @ApiPage(MetadataChangeView, 'Newest first')
  @ApiErrors('RIDE_NOT_FOUND')
  history(@RideAddress() rideId: number, @Query() query: PageQuery): Promise<Page<MetadataChangeView>> {
    return this.metadata.history(rideId, query);
  }
}

@PublicController('rides', 'catalogue')
@PublicCache(60)
export class RideController {
  constructor(private readonly metadata: MetadataService) {}

  @Get(':rideId')
  @ApiOperation({
    summary: 'A ride with its names, UUIDs, metadata and newest state; for a linked ride, its target is returned',
  })
  @ApiOkResponse({ type: RideDetailView })
  @ApiErrors('RIDE_NOT_FOUND')
  one(@RideAddress() rideId: number): Promise<RideDetailView> {
    return this.metadata.detail(rideId);
  }
}

@AdminController('metadata', 'admin: metadata', { writes: ['metadata'] })
export class MetadataAdminController {
  constructor(private readonly metadata: MetadataAdminService) {}

  @Post('sync')
  @HttpCode(202)
  @WorkerOnly()
  @NeedsRightClock()
  @ApiOperation({ summary: 'Start a metadata synchronisation now; it runs in the background' })
  @ApiBodyExample(MetadataSyncBody, { parkId: 1 })
  @ApiAcceptedResponse({ type: StartedSyncView })
  @ApiErrors('METADATA_SYNC_IN_PROGRESS', 'NOT_A_WORKER', 'CLOCK_DISAGREES', 'PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  start(@Body() body: MetadataSyncBody): Promise<StartedSyncView> {
    return this.metadata.startSync(body);
  }

  @Get('sync')
  @ApiOperation({ summary: 'Progress or result of the newest metadata synchronisation' })
  @ApiOkResponse({ type: SyncStatusView })
  status(): Promise<SyncStatusView> {
    return this.metadata.syncStatus();
  }

  @Get('coverage')
  @ApiOperation({
    summary: 'For each park, the share of rides with a known position, type, classification and heights',
  })
  @ApiOkResponse({ type: CoverageReportView })
  @ApiErrors('PARK_NOT_FOUND')
  coverage(@Query() { parkId }: CoverageQuery): Promise<CoverageReportView> {
    return this.metadata.coverage(parkId ?? null);
  }

  @Get('rides')
  @ApiOperation({
    summary: 'Rides whose metadata a person may have to complete or to check, with the values set by hand',
  })
  @ApiPage(ReviewedRideView, 'Unclassified and least certain first; other lists by park and name')
  @ApiErrors('PARK_NOT_FOUND')
  review(@Query() query: ReviewQuery): Promise<Page<ReviewedRideView>> {
    return this.metadata.review(query);
  }

  @Get(':rideId')
  @ApiOperation({ summary: 'A ride with the values that can be set by hand, and where each is from' })
  @ApiOkResponse({ type: EditedRideView })
  @ApiErrors('RIDE_NOT_FOUND')
  edited(@RideAddress() rideId: number): Promise<EditedRideView> {
    return this.metadata.edited(rideId);
  }

  @Patch(':rideId')
  @ApiOperation({
    summary: 'Set indoor/outdoor or heights of a ride by hand',
    description:
      'No synchronisation overwrites these values until they are cleared. For a linked ride, the values of its target are ' +
      'set. Heights that contradict each other, or a height that is not changed, are refused.',
  })
  @ApiBodyExample(MetadataOverrideBody, { indoorOutdoor: 'INDOOR', heightMinCm: 120 })
  @ApiOkResponse({ type: RideMetadataView, description: 'The metadata after the change' })
  @ApiErrors('RIDE_NOT_FOUND')
  override(@RideAddress() rideId: number, @Body() body: MetadataOverrideBody): Promise<RideMetadataView> {
    return this.metadata.override(rideId, body);
  }
}
