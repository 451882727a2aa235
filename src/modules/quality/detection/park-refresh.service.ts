import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { StatisticsAggregator } from '../../analytics/statistics/aggregator.service.js';

const LOOK_AGAIN_MS = 250;
/** Another process computes the newest days first: what a check has changed is rarely waited for that long. */
const MAX_LOOKS = 1_200;

/** Brings the statistics of parks in step with their exclusions. */
@Injectable()
export class ParkRefresh {
  private readonly logger = new Logger(ParkRefresh.name);

  constructor(private readonly statistics: StatisticsAggregator) {}

  /** Waits for its turn where another process computes statistics; five minutes at most, and that process does it then. */
  async parks(parkIds: ReadonlySet<number>, signal: AbortSignal): Promise<void> {
    if (parkIds.size === 0) return;
    for (let look = 0; look < MAX_LOOKS; look++) {
      signal.throwIfAborted();
      const { ran } = await this.statistics.refresh({ signal, parkIds: [...parkIds] });
      if (ran) return;
      await delay(LOOK_AGAIN_MS, undefined, { signal });
    }
    this.logger.warn(`the statistics of ${parkIds.size} parks are still being computed by another process`);
  }
}
