import { loadConfig } from '../../../common/config/app-config.js';
import { CatalogSyncCron } from './catalog-sync-cron.js';
import type { CatalogSyncJob } from './catalog-sync-job.js';
import type { SyncOptions } from './catalog-sync.service.js';

/** A job that notes its runs; each goes on until it is let go or told to stop. */
class NotedJob {
  readonly runs: SyncOptions[] = [];
  letGo: () => void = () => undefined;

  constructor(private readonly isThere: boolean) {}

  hasCatalogue(): Promise<boolean> {
    return Promise.resolve(this.isThere);
  }

  run(options: SyncOptions): Promise<void> {
    this.runs.push(options);
    return new Promise((resolve) => {
      this.letGo = resolve;
      options.signal?.addEventListener('abort', () => resolve());
    });
  }
}

function cronOf(job: NotedJob, settings: Record<string, string> = {}): CatalogSyncCron {
  return new CatalogSyncCron(job as unknown as CatalogSyncJob, loadConfig(settings));
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the catalogue', () => {
  it('is synchronised at a start at which there is none, and not at one at which there is', async () => {
    for (const [isThere, runs] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const job = new NotedJob(isThere);
      cronOf(job).onApplicationBootstrap();
      await turn();
      expect(job.runs).toHaveLength(runs);
    }
  });

  it('is synchronised every day, and never twice at once', async () => {
    const job = new NotedJob(true);
    const cron = cronOf(job);
    const both = Promise.all([cron.run(), cron.run()]);
    await turn();
    job.letGo();
    await both;
    expect(job.runs).toHaveLength(1);
  });

  it('is left to others where this process serves only, or collects nothing', async () => {
    const settled: Record<string, string>[] = [{ ROLE: 'api' }, { COLLECT_ENABLED: 'false' }];
    for (const settings of settled) {
      const job = new NotedJob(false);
      const cron = cronOf(job, settings);
      cron.onApplicationBootstrap();
      await cron.run();
      expect(job.runs).toEqual([]);
    }
  });

  it('stops with the program, which waits for it', async () => {
    const job = new NotedJob(true);
    const cron = cronOf(job);
    const running = cron.run();
    await turn();
    await cron.onModuleDestroy();
    await running;
    expect(job.runs[0]!.signal!.aborted).toBe(true);
  });
});
