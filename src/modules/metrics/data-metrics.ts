import { Injectable } from '@nestjs/common';
import { sum } from '../../common/collections.js';
import { ClockCheck } from '../../common/database/database-clock.js';
import { startOfUtcDay } from '../../common/time/calendar.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { DiskWatch } from '../storage/disk-watch.service.js';
import { GaugeSet, type StoredMetrics } from './gauge-set.js';
import { StoredMetricsRepository } from './metrics.sql.js';
import { MetricsService } from './metrics.service.js';

const RECORD_OUTCOMES = ['read', 'stored', 'duplicate', 'rejected'] as const;
/** Names are not unique, and two destinations in one series would hide each other. */
const DESTINATION: ('destination' | 'destination_id')[] = ['destination', 'destination_id'];

/** How fresh and complete the stored data is. */
@Injectable()
export class DataMetrics implements StoredMetrics {
  private readonly gauges: GaugeSet;
  private readonly instruments: ReturnType<typeof instrumentsOf>;

  constructor(
    metrics: MetricsService,
    private readonly freshness: FreshnessService,
    private readonly values: StoredMetricsRepository,
    private readonly clock: ClockCheck,
    private readonly disk: DiskWatch,
  ) {
    this.gauges = new GaugeSet(metrics.registry);
    this.instruments = instrumentsOf(this.gauges);
  }

  async refresh(): Promise<void> {
    const { now, destinations, stale } = await this.freshness.report();
    const imports = await this.values.findImports();
    const imported = await this.values.findImportedDestinations();
    const { offsetMs, verdict } = await this.clock.read();
    const disk = await this.disk.report();
    this.clear();
    const { age, newest, newestImported, ...to } = this.instruments;
    for (const { destinationId, name, newestAt } of destinations) {
      if (newestAt === null) continue;
      const labels = { destination: name, destination_id: destinationId };
      age.set(labels, Math.max(0, now.getTime() - newestAt.getTime()) / 1_000);
      newest.set(labels, newestAt.getTime() / 1_000);
    }
    for (const { destinationId, name, newestDay } of imported)
      newestImported.set({ destination: name, destination_id: destinationId }, startOfUtcDay(newestDay) / 1_000);
    to.stale.set(stale.length);
    if (verdict !== 'UNKNOWN') to.clockOffset.set(offsetMs / 1_000);
    if (disk.freeBytes !== null) to.freeBytes.set(disk.freeBytes);
    to.diskFull.set(disk.verdict === 'FULL' ? 1 : 0);
    for (const { status, imports: count } of imports) to.imports.set({ status }, count);
    to.importFiles.set(sum(imports.map(({ files }) => files)));
    const unfinished = imports.filter(({ status }) => status === 'IN_PROGRESS' || status === 'PENDING');
    to.importFilesLeft.set(sum(unfinished.map(({ filesLeft }) => filesLeft)));
    for (const outcome of RECORD_OUTCOMES)
      to.importRecords.set({ outcome }, sum(imports.map((values) => values[outcome])));
  }

  clear(): void {
    this.gauges.clear();
  }
}

const instrumentsOf = (gauges: GaugeSet) => ({
  age: gauges.gauge('live_age_seconds', 'Age of the newest live observation of a destination', DESTINATION),
  newest: gauges.gauge(
    'live_newest_timestamp_seconds',
    'Instant of the newest live observation of a destination',
    DESTINATION,
  ),
  stale: gauges.gauge('live_stale_destinations', 'Destinations with an open park and without live data for 30 minutes'),
  imports: gauges.gauge('imports', 'Imports by status', ['status']),
  importFiles: gauges.gauge('import_files', 'Archive files that imports have processed'),
  importFilesLeft: gauges.gauge('import_files_left', 'Listed files that unfinished imports have not processed yet'),
  importRecords: gauges.gauge('import_records', 'Records of archive files by outcome', ['outcome']),
  newestImported: gauges.gauge(
    'import_newest_day_timestamp_seconds',
    'Start (UTC) of the newest day that was imported of a destination',
    DESTINATION,
  ),
  freeBytes: gauges.gauge('database_disk_free_bytes', 'Free bytes on the disk of the database; absent if unknown'),
  diskFull: gauges.gauge('database_disk_full', 'Whether the disk of the database is full'),
  clockOffset: gauges.gauge('clock_offset_seconds', 'Clock of this process minus the clock of the database'),
});
