import { Body, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/dto/api-errors.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { WorkerOnly } from '../../../common/http/worker-only.js';
import {
  CoverageQuery,
  CoverageReportView,
  MetadataOverrideBody,
  MetadataSyncBody,
  StartedSyncView,
  SyncStatusView,
} from './dto/metadata-admin.dto.js';
import { RideMetadataView } from './dto/metadata-view.dto.js';
import { MetadataAdminService } from './metadata-admin.service.js';

@AdminController('metadata')
export class MetadataAdminController {
  constructor(private readonly metadata: MetadataAdminService) {}

  @Post('sync')
  @HttpCode(202)
  @WorkerOnly()
  @ApiOperation({ summary: 'Begin a synchronisation of metadata now; it goes on in the background' })
  @ApiAcceptedResponse({ type: StartedSyncView })
  @ApiErrors('METADATA_SYNC_IN_PROGRESS', 'NOT_A_WORKER', 'PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  start(@Body() body: MetadataSyncBody): Promise<StartedSyncView> {
    return this.metadata.startSync(body);
  }

  @Get('sync')
  @ApiOperation({ summary: 'The newest synchronisation of metadata: how far it is, or how it ended' })
  @ApiOkResponse({ type: SyncStatusView })
  status(): Promise<SyncStatusView> {
    return this.metadata.syncStatus();
  }

  @Get('coverage')
  @ApiOperation({ summary: 'What share of each park’s rides has a position, a type, a class, heights' })
  @ApiOkResponse({ type: CoverageReportView })
  @ApiErrors('PARK_NOT_FOUND')
  coverage(@Query() { parkId }: CoverageQuery): Promise<CoverageReportView> {
    return this.metadata.coverage(parkId ?? null);
  }

  @Patch(':rideId')
  @ApiOperation({
    summary: 'Set indoor/outdoor or heights of a ride by hand',
    description:
      'No synchronisation overwrites what is set so, until it is cleared. A linked ride stands for its target. Heights ' +
      'that contradict each other are refused, also against those that stay as they are.',
  })
  @ApiOkResponse({ type: RideMetadataView, description: 'What counts now' })
  @ApiErrors('RIDE_NOT_FOUND')
  override(@InternalId('rideId') rideId: number, @Body() body: MetadataOverrideBody): Promise<RideMetadataView> {
    return this.metadata.override(rideId, body);
  }
}
