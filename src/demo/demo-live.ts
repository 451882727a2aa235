import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Clock } from '../common/time/clock.js';
import { CatalogSyncJob } from '../modules/catalog/sync/catalog-sync-job.js';
import { CollectionService } from '../modules/collector/collection.service.js';
import { CollectionInProgressError } from '../modules/collector/cycle/collection-errors.js';
import type { CycleReport } from '../modules/collector/cycle/run-result.js';
import { type ApiSimulator, startApiSimulator } from '../tools/api-simulator/api-simulator.js';
import { DEMO_RIDES, DEMO_SEED } from './demo-archive.js';
import { DEMO_REQUESTS_PER_MINUTE } from './demo-config.js';

/** The resorts of the archive first, then others around the world, so that some park is open at any hour. */
const DESTINATIONS = 6;
const LOOK_AGAIN_MS = 200;

/** The live API of the world that the sample archive tells the past of. */
export function startDemoApi(clock: Clock): Promise<ApiSimulator> {
  return startApiSimulator({
    seed: DEMO_SEED,
    ridesPerDestination: DEMO_RIDES,
    destinations: DESTINATIONS,
    clock: () => clock.now().getTime(),
    limitPerMinute: DEMO_REQUESTS_PER_MINUTE,
  });
}

/** Does now what the schedule would do within the next minutes. */
@Injectable()
export class DemoLive {
  constructor(
    private readonly catalogue: CatalogSyncJob,
    private readonly collection: CollectionService,
  ) {}

  /** Until the destinations are known; at the first start the schedule may be asking for them already. */
  async knowDestinations(stop: AbortSignal): Promise<void> {
    while (!(await this.catalogue.hasCatalogue())) {
      const { ran } = await this.catalogue.run({ signal: stop });
      if (!ran) await delay(LOOK_AGAIN_MS, undefined, { signal: stop });
    }
  }

  /** A whole cycle, after the one that may be under way. */
  async collect(stop: AbortSignal): Promise<CycleReport> {
    for (;;) {
      try {
        return await this.collection.collect({ signal: stop });
      } catch (error) {
        if (!(error instanceof CollectionInProgressError)) throw error;
        await delay(LOOK_AGAIN_MS, undefined, { signal: stop });
      }
    }
  }
}
