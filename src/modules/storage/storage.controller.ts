import { Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Principal } from '../../common/http/access/admin-access.js';
import { CurrentPrincipal } from '../../common/http/access/admitted-request.js';
import { AdminController, NeedsRightClock, WorkerOnly } from '../../common/http/admin-controller.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { StorageAlertsView, StorageAlertView } from './dto/storage-alerts.dto.js';
import { GrowthQuery, MeasurementJobId, StorageGrowthView } from './dto/storage-growth.dto.js';
import { MeasurementView } from './dto/storage-measurement.dto.js';
import { RetentionComparisonView } from './dto/storage-retention.dto.js';
import { StoragePartitionsView, StorageSummaryView } from './dto/storage-summary.dto.js';
import { StorageService } from './storage.service.js';

@AdminController('storage', 'admin: storage', { writes: ['storage'] })
export class StorageController {
  constructor(private readonly storage: StorageService) {}

  @Get('summary')
  @ApiOperation({ summary: 'Sizes and row counts, in total and per table, as last measured' })
  @ApiOkResponse({ type: StorageSummaryView })
  summary(): Promise<StorageSummaryView> {
    return this.storage.summary();
  }

  @Get('growth')
  @ApiOperation({ summary: 'Growth, projections for 1, 3, 5 and 10 years, and the time until the capacity is used up' })
  @ApiOkResponse({ type: StorageGrowthView })
  growth(@Query() { days }: GrowthQuery): Promise<StorageGrowthView> {
    return this.storage.growth(days);
  }

  @Get('partitions')
  @ApiOperation({ summary: 'All monthly partitions, the months prepared ahead, and rows outside every month' })
  @ApiOkResponse({ type: StoragePartitionsView })
  partitions(): Promise<StoragePartitionsView> {
    return this.storage.partitions();
  }

  @Get('retention-comparison')
  @ApiOperation({ summary: 'Savings, losses and query times of shorter retention; changes nothing' })
  @ApiOkResponse({ type: RetentionComparisonView })
  retentionComparison(): Promise<RetentionComparisonView> {
    return this.storage.retentionComparison();
  }

  @Get('alerts')
  @ApiOperation({ summary: 'Storage alerts, active and cleared, with their thresholds' })
  @ApiOkResponse({ type: StorageAlertsView })
  alerts(): Promise<StorageAlertsView> {
    return this.storage.alerts();
  }

  @Post('alerts/:alertId/acknowledge')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take over an active alert, in the name of the key',
    description: 'It stays active and is still watched. A change of its severity ends the acknowledgement.',
  })
  @ApiOkResponse({ type: StorageAlertView })
  @ApiErrors('STORAGE_ALERT_NOT_FOUND')
  acknowledge(
    @InternalId('alertId') alertId: number,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<StorageAlertView> {
    return this.storage.acknowledgeAlert(alertId, name);
  }

  @Post('alerts/:alertId/hand-back')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand an acknowledged alert back' })
  @ApiOkResponse({ type: StorageAlertView })
  @ApiErrors('STORAGE_ALERT_NOT_FOUND')
  handBack(@InternalId('alertId') alertId: number): Promise<StorageAlertView> {
    return this.storage.acknowledgeAlert(alertId, null);
  }

  @Post('measure')
  @HttpCode(202)
  @WorkerOnly()
  @NeedsRightClock()
  @ApiOperation({ summary: 'Measure now, in the background; returns the measurement in progress if there is one' })
  @ApiAcceptedResponse({ type: MeasurementView })
  @ApiErrors('MEASUREMENT_IN_PROGRESS', 'NOT_A_WORKER', 'CLOCK_DISAGREES')
  measure(): Promise<MeasurementView> {
    return this.storage.startMeasuring();
  }

  @Get('measure/:jobId')
  @ApiOperation({ summary: 'State and result of a measurement' })
  @ApiOkResponse({ type: MeasurementView })
  @ApiErrors('MEASUREMENT_NOT_FOUND')
  measurement(@MeasurementJobId() jobId: string): Promise<MeasurementView> {
    return this.storage.measurement(jobId);
  }
}
