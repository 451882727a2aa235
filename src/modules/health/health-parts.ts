import type { Type } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { AlertsIndicator } from './alerts.indicator.js';
import { ClockIndicator } from './clock.indicator.js';
import { DatabaseIndicator } from './database.indicator.js';
import { DiskIndicator } from './disk.indicator.js';
import { LiveDataIndicator } from './live-data.indicator.js';
import { MigrationsIndicator } from './migrations.indicator.js';
import { PartitionsIndicator } from './partitions.indicator.js';
import { TimeZonesIndicator } from './time-zones.indicator.js';

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
