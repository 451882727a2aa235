import { Injectable, type Type } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MigrationExecutor } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { dialectOf } from '../../common/database/dialect/dialect.js';
import { seriesOf } from '../../common/database/dialect/server-identity.js';
import { executedMigrations } from '../../common/database/run-migrations.js';
import { packageInfo } from '../../common/process/startup.js';
import { TIME_ZONE_VERSION } from '../../common/time/zones/time-zones.js';
import type { StoredAlert } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { type ClockReport, ClockWatch } from '../collector/clock-watch.service.js';
import { minutesSince } from '../live/freshness/freshness.js';
import { type FreshnessReport, FreshnessService } from '../live/freshness/freshness.service.js';
import { PartitionStatusService } from '../snapshots/partitions/partition-status.service.js';
import { type DiskReport, DiskWatch } from '../storage/disk-watch.service.js';
import { isReadOnly, pingDatabase } from './health.sql.js';
import { ReplicasIndicator } from './replicas-indicator.js';

const PING_TIMEOUT_MS = 3_000;

/** Whether the database responds, without which nothing can be served, and takes writes. */
@Injectable()
export class DatabaseIndicator {
  readonly key = 'database';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    let readOnly = false;
    const ping = this.indicators
      .check('database')
      .attempt(async () => {
        await pingDatabase(this.dataSource);
        readOnly = await isReadOnly(this.dataSource);
      })
      .withTimeout(PING_TIMEOUT_MS);
    const { database } = await ping;
    // the driver's message contains hosts and users
    if (database.status === 'down') return { database: { ...database, message: 'does not respond' } };
    return { database: readOnly ? { ...database, status: 'degraded', message: 'takes no writes' } : database };
  }
}

/** Whether all migrations are applied. An older schema still works, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
    }
    return pending.length === 0 ? indicator.up() : indicator.degraded({ pending });
  }

  /** Read only: `DataSource.showMigrations` would create the table (findings/typeorm-show-migrations-creates-a-table.sh). */
  private async pendingMigrations(): Promise<string[]> {
    const pending = await new MigrationExecutor(this.dataSource).getPendingMigrations();
    return pending.map((migration) => migration.name);
  }
}

/** After the start of a month, one partition is missing until the daily job runs. */
const TOLERATED = 1;

/** Whether there are partitions for the coming months. Rows without one are stored too, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
    }
    const metrics = { monthsAhead, monthsWanted: this.config.PARTITION_MONTHS_AHEAD };
    return monthsAhead < metrics.monthsWanted - TOLERATED ? indicator.degraded(metrics) : indicator.up(metrics);
  }
}

/** Whether the disk of the database has room. Stored data is still served, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
    }
    const { verdict, freeBytes } = report;
    const isFine = verdict === 'OK' || verdict === 'UNKNOWN';
    return isFine ? indicator.up({ verdict, freeBytes }) : indicator.degraded({ verdict, freeBytes });
  }
}

/** Whether this process's clock and the instants of live responses are right. Data is still served, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
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

/** Age of the live data, overall and per destination. Old data is still served, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
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

/** Release of the time zone rules: if the IANA release is years old, the program should be updated. */
@Injectable()
export class TimeZonesIndicator {
  readonly key = 'timeZones';

  constructor(private readonly indicators: HealthIndicatorService) {}

  check(): HealthIndicatorResult<'timeZones'> {
    return this.indicators.check('timeZones').up({ version: TIME_ZONE_VERSION });
  }
}

/** What runs here, for operators and their tools. Not the exact release of the server, which would help an attacker. */
@Injectable()
export class VersionsIndicator {
  readonly key = 'versions';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'versions'>> {
    const indicator = this.indicators.check('versions');
    const program = packageInfo().version;
    try {
      const schema = (await executedMigrations(this.dataSource)).at(-1) ?? null;
      return indicator.up({ program, schema, server: seriesOf(dialectOf(this.dataSource).server) });
    } catch {
      return indicator.degraded({ program, message: 'cannot be read' }); // the database indicator has the reason
    }
  }
}

/** Whether a critical alert is active. Data is still served, so this only degrades. */
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
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator has the reason
    }
    const critical = active
      .filter(({ severity }) => severity === 'CRITICAL')
      .map(({ key, title, since }) => ({ key, title, since }));
    const metrics = { active: active.length, critical };
    return critical.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}

/** One check of the health response. */
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
  VersionsIndicator,
  ClockIndicator,
  DiskIndicator,
  ReplicasIndicator,
];
