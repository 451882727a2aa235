import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import type { ImportReport } from '../cli/import/import-report.js';
import { ImportSession, ImportSessionModule } from '../cli/import/import-session.js';
import type { ProgressDisplay } from '../cli/import/progress/progress-display.js';
import { StatisticsStepModule } from '../cli/statistics/statistics-step.js';
import type { Clock } from '../common/time/clock.js';
import { CatalogModule } from '../modules/catalog/catalog.module.js';
import { CatalogSyncJob } from '../modules/catalog/sync/catalog-jobs.js';
import { CollectionService } from '../modules/collector/collection.service.js';
import { CollectorModule } from '../modules/collector/collector.module.js';
import { CollectionInProgressError, type CycleReport } from '../modules/collector/cycle/run-result.js';
import type { ImportRecord } from '../modules/import/import-record.js';
import { ImportModule } from '../modules/import/import.module.js';
import { ImportRepository } from '../modules/import/import.repository.js';
import { ArchiveSource } from '../modules/import/source/archive-source.js';
import { type ApiSimulator, startApiSimulator } from '../tools/api-simulator/api-simulator.js';
import { DEMO_DESTINATIONS, DEMO_RIDES, DEMO_SEED } from './demo-archive.js';
import { DEMO_REQUESTS_PER_MINUTE } from './demo-config.js';

/** More imports than anyone starts by hand in a demo. */
const MAX_EARLIER = 10_000;
const WHOLE_ARCHIVE = { startDate: null, endDate: null };
const OPTIONS = { onConflict: 'archive', replaceLive: false, origin: 'cli' } as const;

/** Imports the sample archive; continues or skips the imports of an earlier demo. */
@Injectable()
export class DemoImport {
  constructor(
    private readonly session: ImportSession,
    private readonly imports: ImportRepository,
    private readonly source: ArchiveSource,
  ) {}

  /** `isNewArchive`: earlier imports belong to another archive. */
  async run(
    display: ProgressDisplay,
    stop: AbortSignal,
    isNewArchive: boolean,
  ): Promise<{ reports: ImportReport[]; wasThere: boolean }> {
    const latest = isNewArchive ? new Map<string, ImportRecord>() : await this.findLatestWhole();
    const finished: ImportRecord[] = [];
    const open: ImportRecord[] = [];
    for (const { themeparksWikiId } of await this.source.listDestinations(stop)) {
      const earlier = latest.get(themeparksWikiId);
      if (earlier?.status === 'COMPLETED') finished.push(earlier);
      else open.push(await this.prepare(themeparksWikiId, earlier));
    }
    const done = await Promise.all(finished.map(({ importId }) => this.session.report(importId)));
    const reports = await this.session.run(open, display, stop);
    return { reports: [...done, ...reports], wasThere: open.length === 0 };
  }

  /** The newest full import of each destination; users may have imported single parks or days since. */
  private async findLatestWhole(): Promise<Map<string, ImportRecord>> {
    const latest = new Map<string, ImportRecord>();
    const { data } = await this.imports.findPage({}, MAX_EARLIER, 0);
    for (const record of data) {
      const isWhole = record.parkId === null && record.startDate === null && record.endDate === null;
      if (isWhole && !latest.has(record.destinationWikiId)) latest.set(record.destinationWikiId, record);
    }
    return latest;
  }

  private async prepare(themeparksWikiId: string, earlier: ImportRecord | undefined): Promise<ImportRecord> {
    if (earlier !== undefined && earlier.status !== 'CANCELLED') {
      return await this.session.takeUp(earlier.importId);
    }
    const target = { kind: 'destination', themeparksWikiId } as const;
    return (await this.session.add({ target, range: WHOLE_ARCHIVE, options: OPTIONS }))[0]!;
  }
}

const LOOK_AGAIN_MS = 200;

/** The live API of the same world as the sample archive. */
export function startDemoApi(clock: Clock): Promise<ApiSimulator> {
  return startApiSimulator({
    seed: DEMO_SEED,
    ridesPerDestination: DEMO_RIDES,
    destinations: DEMO_DESTINATIONS,
    clock: () => clock.now().getTime(),
    limitPerMinute: DEMO_REQUESTS_PER_MINUTE,
  });
}

/** Immediately runs the jobs that the schedule would run within the next minutes. */
@Injectable()
export class DemoLive {
  constructor(
    private readonly catalogue: CatalogSyncJob,
    private readonly collection: CollectionService,
  ) {}

  /** Waits until the destinations are known; at the first start the schedule may already be requesting them. */
  async ensureDestinations(stop: AbortSignal): Promise<void> {
    while (!(await this.catalogue.hasCatalogue())) {
      const { ran } = await this.catalogue.run({ signal: stop });
      if (!ran) await delay(LOOK_AGAIN_MS, undefined, { signal: stop });
    }
  }

  /** Runs a whole cycle, after a running one has ended. */
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

/** The HTTP application, and the services that fill its database. */
@Module({
  imports: [AppModule, CatalogModule, CollectorModule, ImportModule, ImportSessionModule, StatisticsStepModule],
  providers: [DemoImport, DemoLive],
})
export class DemoModule {}
