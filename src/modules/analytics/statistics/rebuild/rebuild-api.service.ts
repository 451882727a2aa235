import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../../../common/config/app-config.js';
import { StatisticsAggregator } from '../aggregator.service.js';
import { rounded } from '../../reads/ratios.js';
import type { RebuildRecord } from './rebuild-record.js';
import type { RebuildBody, RebuildView } from './rebuild.dto.js';
import { StatisticsRebuild } from './rebuild.service.js';

/** Rebuilds as the admin API starts and shows them. */
@Injectable()
export class RebuildApiService {
  private readonly logger = new Logger(RebuildApiService.name);

  constructor(
    private readonly rebuild: StatisticsRebuild,
    private readonly aggregator: StatisticsAggregator,
    private readonly config: AppConfig,
  ) {}

  /** The work goes on in the background: here where this process works, else in one that does, within a minute. */
  async start(body: RebuildBody): Promise<RebuildView> {
    const { parkId, from, to } = body;
    const record = await this.rebuild.request({ parkId: parkId ?? null, from: from ?? null, to: to ?? null });
    if (this.config.runsWorkers) {
      this.aggregator.refresh().catch((error: unknown) => this.logger.error(`the rebuild stopped: ${String(error)}`));
    }
    return this.viewOf(record);
  }

  /** @throws RebuildNotFoundError */
  async status(rebuildId: number): Promise<RebuildView> {
    return this.viewOf(await this.rebuild.get(rebuildId));
  }

  private async viewOf(record: RebuildRecord): Promise<RebuildView> {
    const left = await this.rebuild.left(record);
    const parkDaysDone = Math.max(0, record.parkDaysTotal - left);
    const percent = record.parkDaysTotal === 0 ? 100 : rounded((parkDaysDone / record.parkDaysTotal) * 100);
    return { ...record, status: left === 0 ? 'COMPLETED' : 'IN_PROGRESS', parkDaysDone, percent };
  }
}
