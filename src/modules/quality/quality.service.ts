import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { type CheckRequest, QualityCheckInProgressError } from './detection/quality-check.service.js';
import { checkRange, QualityCheckRunService } from './quality-check-run.service.js';
import type { ParkFreshnessList, StartCheckBody, StartedCheckView } from './quality.dto.js';

/** What the admin API does beside reading: checks in the background, and how new the data is. */
@Injectable()
export class QualityApiService implements OnModuleDestroy {
  private readonly logger = new Logger(QualityApiService.name);
  private readonly inHand = new TaskTracker();

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

  /** Begins a check; what it finds is in the log of issues. @throws QualityCheckInProgressError, ParkNotFoundError */
  async startCheck({ parkId, startDate, endDate }: StartCheckBody): Promise<StartedCheckView> {
    const range = checkRange({ startDate, endDate }, this.clock.now(), this.config.QUALITY_CHECK_HOURS);
    if (parkId != null) await this.catalog.getPark(parkId);
    await this.begin({ ...range, parkId: parkId ?? null });
    return { from: new Date(range.fromMs), to: new Date(range.toMs) };
  }

  /** A check under way ends between two parks. */
  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  private async begin(request: Pick<CheckRequest, 'fromMs' | 'toMs' | 'parkId'>): Promise<void> {
    const signal = this.inHand.signalWith();
    await this.inHand.begin<void>(
      (onStarted) => this.checks.run({ ...request, signal, onStarted }),
      (error) => {
        if (signal.aborted || error instanceof QualityCheckInProgressError) return;
        this.logger.error(`the check failed: ${error instanceof Error ? error.stack : String(error)}`);
      },
    );
  }
}
