import { Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController, WorkerOnly } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { StorageAlertsView } from './dto/storage-alerts.dto.js';
import { GrowthQuery, MeasurementJobId, StorageGrowthView } from './dto/storage-growth.dto.js';
import { MeasurementView } from './dto/storage-measurement.dto.js';
import { RetentionComparisonView } from './dto/storage-retention.dto.js';
import { StoragePartitionsView, StorageSummaryView } from './dto/storage-summary.dto.js';
import { StorageService } from './storage.service.js';

@AdminController('storage')
export class StorageController {
  constructor(private readonly storage: StorageService) {}

  @Get('summary')
  @ApiOperation({ summary: 'What the warehouse weighs, in total and table by table, as last measured' })
  @ApiOkResponse({ type: StorageSummaryView })
  summary(): Promise<StorageSummaryView> {
    return this.storage.summary();
  }

  @Get('growth')
  @ApiOperation({ summary: 'How it grows, what that comes to in 1, 3, 5 and 10 years, and when it is full' })
  @ApiOkResponse({ type: StorageGrowthView })
  growth(@Query() { days }: GrowthQuery): Promise<StorageGrowthView> {
    return this.storage.growth(days);
  }

  @Get('partitions')
  @ApiOperation({ summary: 'Every monthly partition, the months ahead, and what lies outside every month' })
  @ApiOkResponse({ type: StoragePartitionsView })
  partitions(): Promise<StoragePartitionsView> {
    return this.storage.partitions();
  }

  @Get('retention-comparison')
  @ApiOperation({ summary: 'What keeping less would save and lose, and how fast it would answer; changes nothing' })
  @ApiOkResponse({ type: RetentionComparisonView })
  retentionComparison(): Promise<RetentionComparisonView> {
    return this.storage.retentionComparison();
  }

  @Get('alerts')
  @ApiOperation({ summary: 'Alerts of the storage: those that last, those that are over, and the thresholds' })
  @ApiOkResponse({ type: StorageAlertsView })
  alerts(): Promise<StorageAlertsView> {
    return this.storage.alerts();
  }

  @Post('measure')
  @HttpCode(202)
  @WorkerOnly()
  @ApiOperation({ summary: 'Measure now, in the background; where that is going on already, the one that runs' })
  @ApiAcceptedResponse({ type: MeasurementView })
  @ApiErrors('MEASUREMENT_IN_PROGRESS', 'NOT_A_WORKER')
  measure(): Promise<MeasurementView> {
    return this.storage.startMeasuring();
  }

  @Get('measure/:jobId')
  @ApiOperation({ summary: 'How a measurement stands or ended' })
  @ApiOkResponse({ type: MeasurementView })
  @ApiErrors('MEASUREMENT_NOT_FOUND')
  measurement(@MeasurementJobId() jobId: string): Promise<MeasurementView> {
    return this.storage.measurement(jobId);
  }
}
