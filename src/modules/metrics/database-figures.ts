import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { sum } from '../../common/collections/sum.js';
import { ClockCheck } from '../../common/database/clock-check.js';
import { ALERT_SEVERITIES } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { DiskWatch } from '../storage/disk/disk-watch.service.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { ImportMetricsRepository } from './import-figures.repository.js';
import { MetricsService } from './metrics.service.js';

const OUTCOMES = ['read', 'stored', 'duplicate', 'rejected'] as const;

/** Figures that the database knows better than one process: read when they are asked for. */
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
    this.stale = gauge('live_stale_destinations', 'Destinations with an open park and no live data for 30 minutes');
    this.imports = gauge('imports', 'Imports by status', ['status']);
    this.importFiles = gauge('import_files', 'Archive files that imports are done with');
    this.importRecords = gauge('import_records', 'Records of archive files by what became of them', ['outcome']);
    this.alertsActive = gauge('alerts_active', 'Alerts that last, by severity', ['severity']);
    this.freeBytes = gauge(
      'database_disk_free_bytes',
      'Room on the disk of the database; absent where it cannot be seen',
    );
    this.diskFull = gauge('database_disk_full', 'Whether the disk of the database is full');
    this.clockOffset = gauge('clock_offset_seconds', 'How far the clock of this process is ahead of the database');
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
      // Names are not unique, and a series of two destinations would show only one of them.
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

  /** Takes back every figure: none is shown until the database has answered again. */
  clear(): void {
    for (const gauge of [this.age, this.newest, this.imports, this.importRecords, this.alertsActive]) gauge.reset();
    // A reset sets a gauge without labels to 0, which would read as a figure.
    for (const gauge of [this.stale, this.importFiles, this.clockOffset, this.freeBytes, this.diskFull]) gauge.remove();
  }
}
