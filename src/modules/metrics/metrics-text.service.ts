import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, type Registry } from 'prom-client';
import { withinTime } from '../../common/async/concurrency.js';
import { sum } from '../../common/collections.js';
import { ClockCheck } from '../../common/database/database-clock.js';
import { RefusedKeys } from '../../common/http/access/refused-keys.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { ALERT_SEVERITIES } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { DiskWatch } from '../storage/disk-watch.service.js';
import { ImportMetricsRepository } from './import-metrics.sql.js';
import { MetricsService } from './metrics.service.js';

const OUTCOMES = ['read', 'stored', 'duplicate', 'rejected'] as const;

/** Metrics of all processes, read from the database on request. */
@Injectable()
export class DatabaseMetrics {
  private readonly age: Gauge<'destination' | 'destination_id'>;
  private readonly newest: Gauge<'destination' | 'destination_id'>;
  private readonly stale: Gauge;
  private readonly imports: Gauge<'status'>;
  private readonly importFiles: Gauge;
  private readonly importRecords: Gauge<'outcome'>;
  private readonly alertsActive: Gauge<'severity'>;
  private readonly clockOffset: Gauge;
  private readonly freeBytes: Gauge;
  private readonly diskFull: Gauge;

  constructor(
    metrics: MetricsService,
    private readonly freshness: FreshnessService,
    private readonly values: ImportMetricsRepository,
    private readonly alerts: AlertService,
    private readonly clock: ClockCheck,
    private readonly disk: DiskWatch,
  ) {
    const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
      new Gauge({ name: `warehouse_${name}`, help, labelNames, registers: [metrics.registry] });
    this.age = gauge('live_age_seconds', 'Age of the newest live observation of a destination', [
      'destination',
      'destination_id',
    ]);
    this.newest = gauge('live_newest_timestamp_seconds', 'Instant of the newest live observation of a destination', [
      'destination',
      'destination_id',
    ]);
    this.stale = gauge(
      'live_stale_destinations',
      'Destinations with an open park and without live data for 30 minutes',
    );
    this.imports = gauge('imports', 'Imports by status', ['status']);
    this.importFiles = gauge('import_files', 'Archive files that imports have processed');
    this.importRecords = gauge('import_records', 'Records of archive files by outcome', ['outcome']);
    this.alertsActive = gauge('alerts_active', 'Active alerts by severity', ['severity']);
    this.freeBytes = gauge('database_disk_free_bytes', 'Free bytes on the disk of the database; absent if unknown');
    this.diskFull = gauge('database_disk_full', 'Whether the disk of the database is full');
    this.clockOffset = gauge('clock_offset_seconds', 'Clock of this process minus the clock of the database');
  }

  async refresh(): Promise<void> {
    const { now, destinations, stale } = await this.freshness.report();
    const imports = await this.values.findMetrics();
    const alerts = await this.alerts.active();
    const { offsetMs, verdict } = await this.clock.read();
    const disk = await this.disk.report();
    this.clear();
    for (const { destinationId, name, newestAt } of destinations) {
      if (newestAt === null) continue;
      // Names are not unique, and two destinations in one series would hide each other.
      const labels = { destination: name, destination_id: destinationId };
      this.age.set(labels, Math.max(0, now.getTime() - newestAt.getTime()) / 1000);
      this.newest.set(labels, newestAt.getTime() / 1000);
    }
    this.stale.set(stale.length);
    if (verdict !== 'UNKNOWN') this.clockOffset.set(offsetMs / 1000);
    if (disk.freeBytes !== null) this.freeBytes.set(disk.freeBytes);
    this.diskFull.set(disk.verdict === 'FULL' ? 1 : 0);
    for (const severity of ALERT_SEVERITIES) {
      this.alertsActive.set({ severity }, alerts.filter((alert) => alert.severity === severity).length);
    }
    for (const { status, imports: count } of imports) this.imports.set({ status }, count);
    this.importFiles.set(sum(imports.map(({ files }) => files)));
    for (const outcome of OUTCOMES) {
      this.importRecords.set({ outcome }, sum(imports.map((values) => values[outcome])));
    }
  }

  /** Removes all values, so that none is shown until the database responds again. */
  clear(): void {
    for (const gauge of [this.age, this.newest, this.imports, this.importRecords, this.alertsActive]) gauge.reset();
    // A reset sets a gauge without labels to 0, which would look like a value.
    for (const gauge of [this.stale, this.importFiles, this.clockOffset, this.freeBytes, this.diskFull]) gauge.remove();
  }
}

/**
 * Gauges of the library with names of counters, which linters refuse. They are redundant: each is the sum of the gauge of the same
 * name without `_total`.
 */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

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
    private readonly databaseMetrics: DatabaseMetrics,
    refusedKeys: RefusedKeys,
  ) {
    collectDefaultMetrics({ register: metrics.registry });
    for (const name of MISNAMED) metrics.registry.removeSingleMetric(name);
    countRefusedKeys(metrics.registry, refusedKeys);
  }

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
      this.databaseMetrics.clear();
      this.metrics.databaseUp.set(0);
      this.failure.failed(`metrics cannot be read from the database: ${String(error)}`);
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

/** Requests are counted where they are refused; this reads the totals on request. */
function countRefusedKeys(registry: Registry, { totals }: RefusedKeys): void {
  new Counter({
    name: 'warehouse_admin_keys_refused_total',
    help: 'Admin requests without a key or with a wrong one',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const kind of ['missing', 'wrong'] as const) this.inc({ kind }, totals[kind]);
    },
  });
}
