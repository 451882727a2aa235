import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { type CheckRequest, QualityCheckInProgressError } from './detection/quality-check.service.js';
import { checkRange, QualityCheckRunService } from './quality-check-run.service.js';
import type { ParkFreshnessList, StartCheckBody, StartedCheckView } from './quality.dto.js';

/** Starts checks in the background and reports how fresh the live data is, for the admin API. */
@Injectable()
export class QualityService implements OnModuleDestroy {
  private readonly logger = new Logger(QualityService.name);
  private readonly tasks = new TaskTracker();

  constructor(
    private readonly checks: QualityCheckRunService,
    private readonly parks: FreshnessService,
    private readonly catalog: CatalogService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async freshness(): Promise<ParkFreshnessList> {
    const parks = await this.parks.parks();
    return { data: parks.map(({ newestAt: lastSnapshotAt, ...park }) => ({ ...park, lastSnapshotAt })) };
  }

  /** Starts a check; its findings appear in the issue log. @throws QualityCheckInProgressError, ParkNotFoundError */
  async startCheck({ parkId, startDate, endDate }: StartCheckBody): Promise<StartedCheckView> {
    const range = checkRange({ startDate, endDate }, this.clock.now(), this.config.QUALITY_CHECK_HOURS);
    if (parkId != null) await this.catalog.getPark(parkId);
    await this.begin({ ...range, parkId: parkId ?? null });
    return { from: new Date(range.fromMs), to: new Date(range.toMs) };
  }

  /** A running check stops before its next park. */
  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  private async begin(request: Pick<CheckRequest, 'fromMs' | 'toMs' | 'parkId'>): Promise<void> {
    const signal = this.tasks.signalWith();
    await this.tasks.begin<void>(
      (onStarted) => this.checks.check({ ...request, signal, onStarted }),
      (error) => {
        if (signal.aborted || error instanceof QualityCheckInProgressError) return;
        this.logger.error(`the quality check failed: ${error instanceof Error ? error.stack : String(error)}`);
      },
    );
  }
}
