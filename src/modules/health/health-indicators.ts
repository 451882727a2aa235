import { Injectable, type Type } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MigrationExecutor } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { TIME_ZONE_VERSION } from '../../common/time/zones/time-zones.js';
import type { StoredAlert } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { type ClockReport, ClockWatch } from '../collector/clock-watch.service.js';
import { minutesSince } from '../live/freshness/freshness.js';
import { type FreshnessReport, FreshnessService } from '../live/freshness/freshness.service.js';
import { PartitionStatusService } from '../snapshots/partitions/partition-status.service.js';
import { type DiskReport, DiskWatch } from '../storage/disk-watch.service.js';

const PING_TIMEOUT_MS = 3_000;

/** Whether the database answers; without it nothing can be served. */
@Injectable()
export class DatabaseIndicator {
  readonly key = 'database';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    const ping = this.indicators
      .check('database')
      .attempt(async () => void (await this.dataSource.query('SELECT 1')))
      .withTimeout(PING_TIMEOUT_MS);
    const { database } = await ping;
    // the driver's own words name hosts and users
    return { database: database.status === 'down' ? { ...database, message: 'does not answer' } : database };
  }
}

/** Whether the schema is the one this version was written for. An older one still serves, so this only degrades. */
@Injectable()
export class MigrationsIndicator {
  readonly key = 'migrations';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'migrations'>> {
    const indicator = this.indicators.check('migrations');
    let pending: string[];
    try {
      pending = await this.pendingMigrations();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    return pending.length === 0 ? indicator.up() : indicator.degraded({ pending });
  }

  /** Reads only: `DataSource.showMigrations` would create the migrations table. */
  private async pendingMigrations(): Promise<string[]> {
    const pending = await new MigrationExecutor(this.dataSource).getPendingMigrations();
    return pending.map((migration) => migration.name);
  }
}

/** One less than wanted is nothing: the month has turned, and the daily job is still to come. */
const TOLERATED = 1;

/** Whether partitions are ready for the months to come. Rows of a month without one are kept too, so this only degrades. */
@Injectable()
export class PartitionsIndicator {
  readonly key = 'partitions';

  constructor(
    private readonly partitions: PartitionStatusService,
    private readonly indicators: HealthIndicatorService,
    private readonly config: AppConfig,
  ) {}

  async check(): Promise<HealthIndicatorResult<'partitions'>> {
    const indicator = this.indicators.check('partitions');
    let monthsAhead: number;
    try {
      monthsAhead = await this.partitions.monthsAhead();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const metrics = { monthsAhead, monthsWanted: this.config.PARTITION_MONTHS_AHEAD };
    return monthsAhead < metrics.monthsWanted - TOLERATED ? indicator.degraded(metrics) : indicator.up(metrics);
  }
}

/** Whether the database has room. Without it everything stored is still served, so this only degrades. */
@Injectable()
export class DiskIndicator {
  readonly key = 'disk';

  constructor(
    private readonly watch: DiskWatch,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'disk'>> {
    const indicator = this.indicators.check('disk');
    let report: DiskReport;
    try {
      report = await this.watch.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { verdict, freeBytes } = report;
    const isWell = verdict === 'OK' || verdict === 'UNKNOWN';
    return isWell ? indicator.up({ verdict, freeBytes }) : indicator.degraded({ verdict, freeBytes });
  }
}

/** Whether this process's clock and the instants of live answers are right. Everything is served anyway: it only degrades. */
@Injectable()
export class ClockIndicator {
  readonly key = 'clock';

  constructor(
    private readonly watch: ClockWatch,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'clock'>> {
    const indicator = this.indicators.check('clock');
    let report: ClockReport;
    try {
      report = await this.watch.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { reading, ahead, problems } = report;
    const metrics = {
      offsetSeconds: reading.verdict === 'UNKNOWN' ? null : reading.offsetMs / 1_000,
      responsesAhead: ahead.map(({ name, newestAt }) => ({ name, newestAt })),
      problems: problems.map(({ kind, description }) => ({ kind, description })),
    };
    return problems.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}

/** How new the live data is, overall and of each destination: old data is still served, so this only degrades. */
@Injectable()
export class LiveDataIndicator {
  readonly key = 'liveData';

  constructor(
    private readonly freshness: FreshnessService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'liveData'>> {
    const indicator = this.indicators.check('liveData');
    let report: FreshnessReport;
    try {
      report = await this.freshness.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { now, newestAt, destinations, stale } = report;
    const metrics = {
      newestObservedAt: newestAt,
      minutesSince: newestAt && minutesSince(newestAt, now),
      destinations: destinations.map(({ name, newestAt: at }) => ({
        name,
        newestObservedAt: at,
        minutesSince: at && minutesSince(at, now),
      })),
      stale: stale.map(({ name, minutesSince: minutes, openParks }) => ({ name, minutesSince: minutes, openParks })),
    };
    return stale.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}

/** By which rules days and hours are cut: an IANA release that is years old is a reason to update the program. */
@Injectable()
export class TimeZonesIndicator {
  readonly key = 'timeZones';

  constructor(private readonly indicators: HealthIndicatorService) {}

  check(): HealthIndicatorResult<'timeZones'> {
    return this.indicators.check('timeZones').up({ version: TIME_ZONE_VERSION });
  }
}

/** Whether a critical alert lasts. It serves none the worse for that, so this only degrades. */
@Injectable()
export class AlertsIndicator {
  readonly key = 'alerts';

  constructor(
    private readonly alerts: AlertService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'alerts'>> {
    const indicator = this.indicators.check('alerts');
    let active: StoredAlert[];
    try {
      active = await this.alerts.active();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const critical = active
      .filter(({ severity }) => severity === 'CRITICAL')
      .map(({ key, title, since }) => ({ key, title, since }));
    const metrics = { active: active.length, critical };
    return critical.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}

/** One part of the health of the service. */
export interface HealthPart {
  /** Its name in the response. */
  readonly key: string;
  check(): HealthIndicatorResult | Promise<HealthIndicatorResult>;
}

/** Token of all parts, in the order of {@link HEALTH_INDICATORS}. */
export const HEALTH_PARTS = 'HEALTH_PARTS';

export const HEALTH_INDICATORS: Type<HealthPart>[] = [
  DatabaseIndicator,
  MigrationsIndicator,
  PartitionsIndicator,
  LiveDataIndicator,
  AlertsIndicator,
  TimeZonesIndicator,
  ClockIndicator,
  DiskIndicator,
];
