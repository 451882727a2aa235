import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, type Registry } from 'prom-client';
import { withinTime } from '../../common/async/within-time.js';
import { RefusedKeys } from '../../common/http/refused-keys.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { DatabaseMetrics } from './database-figures.js';
import { MetricsService } from './metrics.service.js';

/**
 * Gauges of the library whose names end like those of counters, which a lint of the text refuses. The gauges of the same
 * names without the end say as much: these are their sums.
 */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** Prometheus waits for ten seconds by default. */
const REFRESH_LIMIT_MS = 5_000;

/** Everything that is measured, in Prometheus' text format. */
@Injectable()
export class MetricsTextService {
  private readonly failure = new RecurringFailure(new Logger(MetricsTextService.name));
  /** One at a time: those of a database that stands still must not pile up. */
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly metrics: MetricsService,
    private readonly databaseMetrics: DatabaseMetrics,
    refusedKeys: RefusedKeys,
  ) {
    collectDefaultMetrics({ register: metrics.registry });
    for (const name of MISNAMED) metrics.registry.removeSingleMetric(name);
    countRefusedKeys(metrics.registry, refusedKeys);
  }

  /**
   * Without the database, what this process knows by itself: figures of the database that are not known now are left
   * out, because an age that stands still reads as fresh data.
   */
  async text(): Promise<string> {
    try {
      await this.refresh();
      this.metrics.databaseUp.set(1);
      this.failure.succeeded('the database gives its figures again');
    } catch (error) {
      this.databaseMetrics.clear();
      this.metrics.databaseUp.set(0);
      this.failure.failed(`the database cannot be asked for its figures: ${String(error)}`);
    }
    return this.metrics.registry.metrics();
  }

  private refresh(): Promise<void> {
    this.refreshing ??= this.databaseMetrics.refresh().finally(() => (this.refreshing = null));
    return withinTime(this.refreshing, REFRESH_LIMIT_MS, () => {
      throw new Error(`no result within ${REFRESH_LIMIT_MS / 1_000} s`);
    });
  }
}

/** The requests are counted where they are refused; this shows the totals when it is asked. */
function countRefusedKeys(registry: Registry, { totals }: RefusedKeys): void {
  new Counter({
    name: 'warehouse_admin_keys_refused_total',
    help: 'Requests to the admin part that gave no key or a wrong one',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const kind of ['missing', 'wrong'] as const) this.inc({ kind }, totals[kind]);
    },
  });
}
