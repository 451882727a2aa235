import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { type Page, type PageQuery, pageOf } from '../../common/http/dto/page.js';
import { Clock } from '../../common/time/clock.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { ApiAccountService } from '../themeparks-api/api-account.service.js';
import { apiAccessView } from './api-access-view.js';
import { COLLECT_JOB, CollectionService } from './collection.service.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { CollectorStatusRepository } from './collector-status.repository.js';
import type { CollectionRunView, CollectorStatusView, StartedCollectionView } from './collector.dto.js';

/** Live collection for the admin API: its status, its runs, and starting one. */
@Injectable()
export class CollectorApiService {
  constructor(
    private readonly collection: CollectionService,
    private readonly repository: CollectorStatusRepository,
    private readonly leases: JobLeaseService,
    private readonly account: ApiAccountService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async status(): Promise<CollectorStatusView> {
    const { COLLECT_CRON: schedule, COLLECT_ENABLED, runsWorkers } = this.config;
    const enabled = COLLECT_ENABLED && runsWorkers;
    const [lastRun = null] = await this.repository.findRuns(1, 0);
    return {
      enabled,
      schedule,
      nextRunAt: enabled ? nextTicks(schedule, this.clock.now(), 1)[0]! : null,
      running: await this.leases.isRunning(COLLECT_JOB),
      lastRun,
      api: apiAccessView(await this.account.status()),
      destinations: await this.repository.findDestinations(
        new Date(this.clock.now().getTime() + this.config.clockToleranceMs),
      ),
    };
  }

  async runs(query: PageQuery): Promise<Page<CollectionRunView>> {
    const { limit, offset } = query;
    return pageOf(await this.repository.findRuns(limit, offset), await this.repository.countRuns(), query);
  }

  /** @throws CollectionInProgressError */
  async run(): Promise<StartedCollectionView> {
    return { runId: await this.collection.start() };
  }
}
