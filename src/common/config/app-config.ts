import { existsSync, statSync } from 'node:fs';
import { Expose, Transform, plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidationError,
  validateSync,
} from 'class-validator';

import { IsCron } from './cron-setting.js';
import { environmentWithFile } from './env-file.js';
import { IsThresholds } from './thresholds.js';

export const NODE_ENVIRONMENTS = ['development', 'test', 'production'] as const;
export const ROLES = ['all', 'api', 'worker'] as const;
/** A posted wait is news for so long; see docs/statistics.md, "Running outside published hours". */
export const WAIT_NEWS_MINUTES = 120;
export const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;

/** A whole number from the environment; anything else stays as it is, for validation to name. */
const Whole = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value,
  );
const Decimal = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value,
  );
const Flag = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/**
 * Every setting, validated once at start; nothing else reads the environment.
 * The meaning of each stands in `.env.example`, which a test keeps in step with this class.
 */
export class AppConfig {
  @Expose() @IsIn(NODE_ENVIRONMENTS) NODE_ENV: (typeof NODE_ENVIRONMENTS)[number] = 'development';
  @Expose() @IsIn(ROLES) ROLE: (typeof ROLES)[number] = 'all';
  @Expose() @IsIn(LOG_LEVELS) LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'log';

  @Expose() @Flag() @IsIn([true, false], { message: 'must be true or false' }) ACCESS_LOG: boolean = true;
  @Expose() @Whole() @IsInt() @Min(1) @Max(3600) SHUTDOWN_LIMIT_SECONDS: number = 20;

  @Expose() @IsString() HOST: string = '127.0.0.1';
  @Expose() @Whole() @IsInt() @Min(0) @Max(65535) PORT: number = 3000;
  @Expose() @Flag() @IsIn([true, false], { message: 'must be true or false' }) TRUST_PROXY: boolean = false;
  @Expose() @Whole() @IsInt() @Min(1) RATE_LIMIT_PUBLIC_PER_MINUTE: number = 600;
  @Expose() @Whole() @IsInt() @Min(1) RATE_LIMIT_ADMIN_PER_MINUTE: number = 120;
  @Expose() @Whole() @IsInt() @Min(1) RATE_LIMIT_WRONG_KEYS_PER_MINUTE: number = 20;
  @Expose() @Whole() @IsInt() @Min(0) @Max(60_000) PUBLIC_RESPONSE_CACHE_MS: number = 1000;
  @Expose() @IsOptional() @IsString() @MinLength(16) ADMIN_API_KEY?: string;

  @Expose() @IsString() DATA_DIR: string = '.data';
  @Expose()
  @IsOptional()
  @Matches(/^(mysql|mariadb):\/\/\S+\/\w+/, { message: 'must look like mysql://user:password@host:3306/database' })
  DATABASE_URL?: string;
  @Expose() @Whole() @IsInt() @Min(2) @Max(200) DATABASE_POOL_SIZE: number = 10;
  @Expose() @Whole() @IsInt() @Min(0) @Max(3600) DATABASE_START_WAIT_SECONDS: number = 60;
  @Expose() @Flag() @IsIn([true, false], { message: 'must be true or false' }) MIGRATIONS_AUTO_RUN: boolean = true;
  @Expose() @Whole() @IsInt() @Min(32) EMBEDDED_DB_BUFFER_POOL_MB: number = 512;

  @Expose()
  @IsOptional()
  @Matches(/^(s3:\/\/[a-z0-9][a-z0-9.-]+\/?|[^:]+)$/, { message: 'must be s3://bucket or the path of a folder' })
  ARCHIVE_SOURCE?: string;
  @Expose() @Matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/) ARCHIVE_S3_BUCKET: string = 'archive.themeparks.wiki';
  @Expose() @Matches(/^[a-z0-9-]+$/) ARCHIVE_S3_REGION: string = 'eu-west-2';
  @Expose() @IsOptional() @IsUrl({ require_tld: false, require_protocol: true }) ARCHIVE_S3_ENDPOINT?: string;
  @Expose() @Whole() @IsInt() @Min(100) ARCHIVE_REQUEST_TIMEOUT_MS: number = 30_000;
  @Expose() @Whole() @IsInt() @Min(1) @Max(20) ARCHIVE_MAX_ATTEMPTS: number = 6;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1024) ARCHIVE_MAX_INFLATED_MB: number = 256;
  @Expose() @Whole() @IsInt() @Min(2010) @Max(2100) ARCHIVE_FIRST_YEAR: number = 2021;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) ARCHIVE_MAX_CARRY_FORWARD_MINUTES: number = 360;

  @Expose() @Whole() @IsInt() @Min(1) @Max(50_000) IMPORT_BATCH_SIZE: number = 5_000;
  @Expose() @Whole() @IsInt() @Min(1) @Max(100) IMPORT_CHECKPOINT_INTERVAL: number = 1;
  @Expose() @Whole() @IsInt() @Min(1) @Max(16) IMPORT_CONCURRENCY: number = 2;
  @Expose() @Whole() @IsInt() @Min(1) @Max(16) IMPORT_PARSE_WORKERS: number = 1;
  @Expose() @Whole() @IsInt() @Min(1) @Max(64) IMPORT_PREFETCH_FILES: number = 6;
  @Expose() @Whole() @IsInt() @Min(3) @Max(600) IMPORT_LEASE_SECONDS: number = 30;

  @Expose() @Whole() @IsInt() @Min(1) @Max(3600) CLOCK_TOLERANCE_SECONDS: number = 60;
  @Expose() @Flag() @IsIn([true, false], { message: 'must be true or false' }) COLLECT_ENABLED: boolean = true;
  @Expose() @IsCron() COLLECT_CRON: string = '*/5 * * * *';
  @Expose() @IsCron() SCHEDULE_REFRESH_CRON: string = '50 1-23/2 * * *';
  @Expose()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  LIVE_API_BASE_URL: string = 'https://api.themeparks.wiki/v1';
  @Expose()
  @Matches(/^[\x20-\x7e]{3,200}$/, { message: 'must be 3 to 200 printable ASCII characters' })
  LIVE_API_USER_AGENT: string = 'theme-park-data-warehouse/0.1';
  @Expose() @Whole() @IsInt() @Min(100) @Max(600_000) LIVE_REQUEST_TIMEOUT_MS: number = 20_000;
  @Expose() @Whole() @IsInt() @Min(1) @Max(100_000) LIVE_REQUESTS_PER_MINUTE: number = 200;
  @Expose() @Whole() @IsInt() @Min(1) @Max(64) LIVE_CONCURRENCY: number = 8;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) LIVE_MAX_CARRY_FORWARD_MINUTES: number = 15;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) PARK_NO_DATA_MINUTES: number = 60;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) WAIT_CEILING_MINUTES: number = 600;

  @Expose() @Whole() @IsInt() @Min(1) @Max(100) EXPORT_CONCURRENCY: number = 2;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) EXPORT_MAX_MINUTES: number = 60;

  @Expose() @IsCron() QUALITY_CHECK_CRON: string = '12 * * * *';
  @Expose() @Whole() @IsInt() @Min(1) @Max(744) QUALITY_CHECK_HOURS: number = 48;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) QUALITY_LIVE_GAP_MINUTES: number = 15;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) QUALITY_NO_DATA_MINUTES: number = 60;
  @Expose() @Whole() @IsInt() @Min(1) @Max(365) QUALITY_ABSENT_DAYS: number = 7;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) QUALITY_MAX_WAIT_MINUTES: number = 300;
  @Expose() @Whole() @IsInt() @Min(1) @Max(1440) QUALITY_JUMP_MINUTES: number = 120;
  @Expose() @Whole() @IsInt() @Min(30) @Max(10080) QUALITY_FROZEN_RIDE_MINUTES: number = 480;
  @Expose() @Whole() @IsInt() @Min(30) @Max(10080) QUALITY_FROZEN_PARK_MINUTES: number = 180;
  @Expose() @Whole() @IsInt() @Min(1) @Max(8760) QUALITY_LONG_DOWN_HOURS: number = 48;
  @Expose() @Whole() @IsInt() @Min(1) @Max(8760) QUALITY_STALE_ROW_HOURS: number = 24;
  @Expose() @Whole() @IsInt() @Min(2) @Max(21) QUALITY_ZERO_WAIT_DAYS: number = 3;
  @Expose() @Whole() @IsInt() @Min(2) @Max(30) QUALITY_NEVER_OPERATING_DAYS: number = 3;

  @Expose()
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  ALERT_WEBHOOK_URL?: string;
  @Expose() @IsOptional() @IsString() @MinLength(16) ALERT_WEBHOOK_SECRET?: string;

  @Expose() @Whole() @IsInt() @Min(1) @Max(60) PARTITION_MONTHS_AHEAD: number = 6;
  @Expose()
  // On the hour: the hours of the statistics belong to one day each.
  @Matches(/^(0\d|1[01]):00$/, { message: 'must be a full hour from 00:00 to 11:00' })
  PARK_DAY_START: string = '00:00';

  @Expose() @IsOptional() @Decimal() @IsNumber() @Min(0) @Max(10_000_000) STORAGE_CAPACITY_GB?: number;
  @Expose() @Whole() @IsInt() @Min(16) @Max(1_000_000) STORAGE_MIN_FREE_MB: number = 256;
  @Expose() @Whole() @IsInt() @Min(0) @Max(1_000_000) STORAGE_COUNT_ALWAYS_MB: number = 256;
  @Expose() @Whole() @IsInt() @Min(1) @Max(3600) STORAGE_COUNT_LIMIT_SECONDS: number = 60;
  @Expose() @IsThresholds('rising') STORAGE_ALERT_CAPACITY: string = '60,80';
  @Expose() @IsThresholds('rising') STORAGE_ALERT_GROWTH: string = '10,25';
  @Expose() @IsThresholds('rising') STORAGE_ALERT_PARTITIONS: string = '100,150';
  @Expose() @IsThresholds('falling') STORAGE_ALERT_DAYS_LEFT: string = '90,30';

  /** `s3://…` or a folder's path. */
  get archiveSource(): string {
    return this.ARCHIVE_SOURCE ?? `s3://${this.ARCHIVE_S3_BUCKET}`;
  }

  /** Minutes after local midnight at which a park's day begins. */
  get parkDayStartMinutes(): number {
    const [hours, minutes] = this.PARK_DAY_START.split(':').map(Number);
    return hours! * 60 + minutes!;
  }

  /**
   * How long after an observation the figures of its park can still change because of it: a value that is observed as long
   * after it as a value is carried forward is news or not because of it, and stays so for `WAIT_NEWS_MINUTES`.
   */
  get observationReachMs(): number {
    const minutes = [
      this.ARCHIVE_MAX_CARRY_FORWARD_MINUTES,
      this.LIVE_MAX_CARRY_FORWARD_MINUTES,
      this.PARK_NO_DATA_MINUTES,
    ];
    return (Math.max(...minutes) + WAIT_NEWS_MINUTES) * 60_000;
  }

  /** How far ahead of a clock an instant may lie that another process has stored. */
  get clockToleranceMs(): number {
    return this.CLOCK_TOLERANCE_SECONDS * 1_000;
  }

  get runsWorkers(): boolean {
    return this.ROLE !== 'api';
  }

  get isProduction(): boolean {
    return this.NODE_ENV === 'production';
  }
}

/** Start is refused: `message` names every bad setting and what it must be, never its value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads and checks the settings, by default of the environment and the `.env` file of the working directory;
 * an empty value counts as unset. Throws {@link ConfigurationError}.
 */
export function loadConfig(environment: Record<string, string | undefined> = environmentWithFile()): AppConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const config = plainToInstance(AppConfig, given, { excludeExtraneousValues: true, exposeDefaultValues: true });
  const problems = [...validateSync(config).map(problemOf), ...crossProblems(config)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

let shared: AppConfig | undefined;

/** The settings of this process: loaded at the first call, the same object ever after. */
export function sharedConfig(): AppConfig {
  return (shared ??= loadConfig());
}

/** Makes these the settings of this process; for a program that sets some of them itself, before it starts. */
export function shareConfig(config: AppConfig): void {
  shared = config;
}

function problemOf(error: ValidationError): string {
  const rules = Object.values(error.constraints ?? {}).map((message) => message.replace(`${error.property} `, ''));
  return `${error.property}: ${rules.join('; ')}`;
}

function crossProblems(config: AppConfig): string[] {
  const problems: string[] = [];
  if (config.isProduction && !config.ADMIN_API_KEY) {
    problems.push('ADMIN_API_KEY: is required in production (at least 16 characters)');
  }
  if (config.ALERT_WEBHOOK_URL && !config.ALERT_WEBHOOK_SECRET) {
    problems.push('ALERT_WEBHOOK_SECRET: is required with ALERT_WEBHOOK_URL (at least 16 characters)');
  }
  const source = config.ARCHIVE_SOURCE;
  if (source && !source.startsWith('s3://') && !(existsSync(source) && statSync(source).isDirectory())) {
    problems.push('ARCHIVE_SOURCE: is not an existing folder');
  }
  return problems;
}
