import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { CatalogSyncJob } from '../../../src/modules/catalog/sync/catalog-jobs.js';
import { CollectionService } from '../../../src/modules/collector/collection.service.js';
import { FeedHealth } from '../../../src/modules/collector/feed-health/feed-health.service.js';
import { ImportService } from '../../../src/modules/import/import.service.js';
import { ImportWorker } from '../../../src/modules/import/run/import-worker.js';
import { MetadataSyncJob } from '../../../src/modules/metadata/sync/metadata-sync-jobs.js';
import { QualityCheckService } from '../../../src/modules/quality/detection/quality-check.service.js';
import { readPath } from './json-path.js';
import type { Request } from './plan.js';
import type { Response, Warehouse } from './warehouse.js';

/** A request as it was sent, with its response. */
export interface Exchange {
  atMs: number;
  /** The path as in the plan, with its `{name}` parts. */
  request: Request;
  sentPath: string;
  response: Response;
}

/** Executes the steps of a plan. Each report is a line of the text that describes the replay. */
export class Actions {
  readonly reports: string[] = [];
  readonly exchanges: Exchange[] = [];
  /** Polls that were not clean, as text, with their number. */
  readonly uncleanPolls = new Map<string, number>();
  private readonly kept = new Map<string, unknown>();

  constructor(
    private readonly warehouse: Warehouse,
    private readonly nowMs: () => number,
  ) {}

  async poll(): Promise<void> {
    const { destinationsFailed, entitiesRejected, failures } = await this.warehouse.get(CollectionService).collect();
    if (destinationsFailed === 0 && entitiesRejected === 0) return;
    const text = JSON.stringify({ failed: failures, rejected: entitiesRejected });
    this.uncleanPolls.set(text, (this.uncleanPolls.get(text) ?? 0) + 1);
  }

  async syncCatalog(): Promise<void> {
    const outcome = await this.warehouse.get(CatalogSyncJob).run({});
    if (!outcome.ran) return;
    const { scheduleEntriesAdded: added, scheduleEntriesWithdrawn: withdrawn, ...rest } = outcome.result;
    const counts = Object.entries(rest).filter(([, value]) => typeof value !== 'number' || value > 0);
    this.report(`SYNC ${this.nowText()} schedule +${added} -${withdrawn} ${short(Object.fromEntries(counts), 500)}`);
  }

  async syncMetadata(): Promise<void> {
    const outcome = await this.warehouse.get(MetadataSyncJob).run({});
    this.report(`METADATA ${short(outcome, 600)}`);
  }

  async look(): Promise<void> {
    await this.warehouse.get(FeedHealth).sweep();
  }

  async import(destination: string): Promise<void> {
    const service = this.warehouse.get(ImportService);
    const options = { onConflict: 'archive', replaceLive: false, origin: 'cli' } as const;
    const record = await service.startDestination(destination, { startDate: null, endDate: null }, options);
    await this.warehouse.get(ImportWorker).run(record.importId);
    const { status, read, stored, duplicate, rejected } = (await service.get(record.importId)) as never as Record<
      string,
      unknown
    >;
    this.report(`IMPORT ${short({ status, read, stored, duplicate, rejected }, 500)}`);
  }

  async refreshStatistics(): Promise<void> {
    await this.warehouse.get(StatisticsRefreshService).refresh();
  }

  async checkQuality(range: { fromMs?: number; toMs?: number } = {}): Promise<void> {
    await this.warehouse.get(QualityCheckService).check(range);
  }

  async ask(request: Request): Promise<void> {
    const filled = this.fill(request);
    const response = await this.warehouse.request(filled);
    for (const [name, path] of Object.entries(request.keep ?? {})) this.kept.set(name, readPath(response.body, path));
    this.exchanges.push({ atMs: this.nowMs(), request, sentPath: filled.path, response });
    const { method = 'GET', path } = filled;
    this.report(`ASK ${this.nowText()} ${method} ${path} -> ${response.status} ${short(response.body, 3500)}`);
  }

  /** A text that consists of `{name}` only becomes the stored value itself, such as a number. */
  private fill(request: Request): Request {
    const text = JSON.stringify({ path: request.path, method: request.method, body: request.body });
    const filled = text
      .replace(/"\{(\w+)\}"/g, (part, name: string) => this.keptText(name, JSON.stringify) ?? part)
      .replace(/\{(\w+)\}/g, (part, name: string) => this.keptText(name, String) ?? part);
    return JSON.parse(filled) as Request;
  }

  private keptText(name: string, asText: (value: unknown) => string): string | undefined {
    return this.kept.has(name) ? asText(this.kept.get(name)) : undefined;
  }

  private report(text: string): void {
    this.reports.push(text);
  }

  private nowText(): string {
    return new Date(this.nowMs()).toISOString();
  }
}

function short(value: unknown, length: number): string {
  return JSON.stringify(value).slice(0, length);
}
