import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { thresholdsOf } from '../../common/config/compound-settings.js';
import { DomainError } from '../../common/domain-error.js';
import { noteBefore } from '../../common/http/access/audit-trail.js';
import { Clock } from '../../common/time/clock.js';
import { AlertService } from '../alerts/alert.service.js';
import { GrowthService, RATE_CHANGE_DAYS } from './growth/growth.service.js';
import { PartitionMetricsService } from './partition-metrics.service.js';
import {
  CATCH_ALL_ROWS,
  noteOfEnd,
  sameTarget,
  severityOf,
  type StorageAlertSeverity,
  type StorageAlertType,
  type StorageThresholds,
  type WatchedMetric,
  watchedMetrics,
} from './storage-alert-rules.js';
import { StorageAlertRepository, type StoredStorageAlert, UNACKNOWLEDGED } from './storage-alert.repository.js';

const TITLES: Readonly<Record<StorageAlertType, string>> = {
  CAPACITY_THRESHOLD: 'The database is using up its capacity',
  GROWTH_RATE_CHANGE: 'The growth of the database has changed',
  PARTITION_COUNT: 'A table has more partitions than it needs',
  DAYS_UNTIL_FULL: 'The database will soon be full',
  CATCH_ALL_NOT_EMPTY: 'Rows lie outside every monthly partition',
};

export class StorageAlertNotFoundError extends DomainError {
  constructor(alertId: number) {
    super('STORAGE_ALERT_NOT_FOUND', `Storage alert ${alertId} does not exist, or is not active`, { alertId });
  }
}

const UNKNOWN_NOW = 'The watched value is no longer known';

/**
 * Raises, updates and clears the storage alerts. The holder of the measuring lease calls it after each measurement, so each
 * alert is raised once.
 */
@Injectable()
export class StorageAlertService {
  constructor(
    private readonly growth: GrowthService,
    private readonly partitions: PartitionMetricsService,
    private readonly repository: StorageAlertRepository,
    private readonly channel: AlertService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  get thresholds(): StorageThresholds {
    const { config } = this;
    return {
      // Validated when the configuration is read.
      capacityPercent: thresholdsOf(config.STORAGE_ALERT_CAPACITY)!,
      growthChangePercent: thresholdsOf(config.STORAGE_ALERT_GROWTH)!,
      partitions: thresholdsOf(config.STORAGE_ALERT_PARTITIONS)!,
      daysUntilFull: thresholdsOf(config.STORAGE_ALERT_DAYS_LEFT)!,
      catchAllRows: CATCH_ALL_ROWS,
    };
  }

  async evaluate(): Promise<void> {
    const growth = await this.growth.report(RATE_CHANGE_DAYS);
    const metrics = watchedMetrics(growth, await this.partitions.read(), this.thresholds);
    const active = await this.repository.findActive();
    for (const metric of metrics) {
      await this.settle(metric, active.find((alert) => sameTarget(alert, metric)) ?? null);
    }
    for (const alert of active.filter((known) => !metrics.some((metric) => sameTarget(known, metric)))) {
      await this.clear(alert, { note: UNKNOWN_NOW, value: alert.value });
    }
  }

  async active(): Promise<StoredStorageAlert[]> {
    return this.repository.findActive();
  }

  /**
   * Records who takes an active alert over; null: it is handed back. It is still watched, and clears as before.
   * @throws StorageAlertNotFoundError
   */
  async acknowledge(alertId: number, by: string | null): Promise<StoredStorageAlert> {
    const alert = (await this.repository.findActive()).find((active) => active.alertId === alertId);
    if (alert === undefined) throw new StorageAlertNotFoundError(alertId);
    noteBefore(alert);
    const acknowledgement = by === null ? UNACKNOWLEDGED : { acknowledgedAt: this.clock.now(), acknowledgedBy: by };
    await this.repository.acknowledge(alertId, acknowledgement);
    return { ...alert, ...acknowledgement };
  }

  /** Newest first. */
  async cleared(limit: number): Promise<StoredStorageAlert[]> {
    return this.repository.findCleared(limit);
  }

  private async settle(metric: WatchedMetric, known: StoredStorageAlert | null): Promise<void> {
    const severity = severityOf(metric, known?.severity ?? null);
    if (severity !== null) await this.raise(metric, severity, known);
    else if (known !== null) await this.clear(known, { note: noteOfEnd(metric), value: metric.value });
  }

  /** Notifies first: if the process crashes before the row is stored, the next call repeats both, and the repeat is ignored. */
  private async raise(
    metric: WatchedMetric,
    severity: StorageAlertSeverity,
    known: StoredStorageAlert | null,
  ): Promise<void> {
    const { type, table, value, thresholds, description } = metric;
    const threshold = severity === 'CRITICAL' ? thresholds.critical : thresholds.warning;
    const details = { type, table, value, threshold };
    await this.channel.raise({ key: keyOf(metric), severity, title: TITLES[type], description, details });
    const state = { severity, value, threshold, note: description };
    if (known === null) await this.repository.insert(type, table, state, this.clock.now());
    else {
      // The person who took over the warning may not know yet that it has become critical.
      const isSame = severity === known.severity;
      await this.repository.update(known.alertId, { ...state, ...(isSame ? {} : UNACKNOWLEDGED) }, this.clock.now());
    }
  }

  private async clear(known: StoredStorageAlert, end: { note: string; value: number }): Promise<void> {
    const { type, table, threshold } = known;
    const details = { type, table, value: end.value, threshold };
    await this.channel.clear(keyOf(known), end.note, { description: end.note, details });
    await this.repository.clear(known.alertId, end, this.clock.now());
  }
}

/** `storage.partition_count.queue_data` */
function keyOf({ type, table }: { type: StorageAlertType; table: string | null }): string {
  return ['storage', type.toLowerCase(), ...(table === null ? [] : [table])].join('.');
}
