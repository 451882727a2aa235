import { Injectable, Logger } from '@nestjs/common';
import { withinTime } from '../../common/async/concurrency.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { DataMetrics } from './data-metrics.js';
import { MetricsService } from './metrics.service.js';
import { OperationsMetrics } from './operations-metrics.js';

/** Prometheus waits ten seconds by default. */
const REFRESH_LIMIT_MS = 5_000;

/** All metrics in the Prometheus text format. */
@Injectable()
export class MetricsTextService {
  private readonly failure = new RecurringFailure(new Logger(MetricsTextService.name));
  /** One refresh at a time, so that they do not pile up while the database hangs. */
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly metrics: MetricsService,
    private readonly data: DataMetrics,
    private readonly operations: OperationsMetrics,
  ) {}

  /**
   * Without the database, only the metrics of this process: metrics from the database are omitted, because an age that does not
   * grow would look like fresh data.
   */
  async text(): Promise<string> {
    try {
      await this.refresh();
      this.metrics.databaseUp.set(1);
      this.failure.succeeded('metrics can be read from the database again');
    } catch (error) {
      this.data.clear();
      this.operations.clear();
      this.metrics.databaseUp.set(0);
      this.failure.failed(`metrics cannot be read from the database: ${String(error)}`);
    }
    return withoutEmptyLag(await this.metrics.registry.metrics());
  }

  private refresh(): Promise<void> {
    this.refreshing ??= this.refreshAll().finally(() => (this.refreshing = null));
    return withinTime(this.refreshing, REFRESH_LIMIT_MS, () => {
      throw new Error(`no result within ${REFRESH_LIMIT_MS / 1_000} s`);
    });
  }

  private async refreshAll(): Promise<void> {
    await this.data.refresh();
    await this.operations.refresh();
  }
}

const NO_LAG_MEASURED = 'nodejs_eventloop_lag_mean_seconds Nan';
const LAG_SUMMARY = /^nodejs_eventloop_lag_(?:min|max|mean|stddev|p\d+)_seconds .*\n/gm;

/**
 * Each scrape ends an interval over which the lag is summarized. Between two scrapes within milliseconds nothing is measured, and
 * prom-client writes values of an empty histogram: no sample is true, they are not.
 */
function withoutEmptyLag(text: string): string {
  return text.includes(NO_LAG_MEASURED) ? text.replace(LAG_SUMMARY, '') : text;
}
