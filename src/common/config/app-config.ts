import { existsSync, statSync } from 'node:fs';
import { environmentWithFile, readSecretFiles } from './environment.js';
import { decoded } from './compound-settings.js';
import { SECRET_NAMES, type SettingName, SETTINGS, type Settings } from './settings/settings.js';

export { LOG_LEVELS, NODE_ENVIRONMENTS, ROLES } from './settings/server-settings.js';
/** How long a posted wait counts as current; see docs/statistics.md, "Running outside published hours". */
export const WAIT_NEWS_MINUTES = 120;

/** The settings with their defaults, as properties. */
const SettingValues = class {
  constructor() {
    Object.assign(this, SETTINGS.parse({}));
  }
} as new () => Settings;

/** Every setting, validated once at start; nothing else reads the environment. */
export class AppConfig extends SettingValues {
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
   * How long after an observation it can still change statistics: its value may be carried forward that long, and after that
   * may count as a recent change for `WAIT_NEWS_MINUTES`.
   */
  get observationReachMs(): number {
    const minutes = [
      this.ARCHIVE_MAX_CARRY_FORWARD_MINUTES,
      this.LIVE_MAX_CARRY_FORWARD_MINUTES,
      this.PARK_NO_DATA_MINUTES,
    ];
    return (Math.max(...minutes) + WAIT_NEWS_MINUTES) * 60_000;
  }

  /** How far ahead of the own clock an instant of another process may be. */
  get clockToleranceMs(): number {
    return this.CLOCK_TOLERANCE_SECONDS * 1_000;
  }

  get runsWorkers(): boolean {
    return this.ROLE !== 'api';
  }

  /** Whether jobs may use the History API by themselves. Without a key, its 60 requests an hour are left to people. */
  get areHistoryJobsEnabled(): boolean {
    return this.HISTORY_JOBS_ENABLED && this.THEMEPARKS_API_KEY !== undefined;
  }

  get isProduction(): boolean {
    return this.NODE_ENV === 'production';
  }
}

/** Thrown if a setting is invalid. `message` names every invalid setting and its rule, never its value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads and validates the settings, by default from the environment and the `.env` file of the working directory. An empty
 * value counts as unset. Secrets can be in files ({@link readSecretFiles}). @throws ConfigurationError
 */
export function loadConfig(environment: Record<string, string | undefined> = environmentWithFile()): AppConfig {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const { environment: given, problems } = readSecretFiles(Object.fromEntries(set), SECRET_NAMES);
  const { data, error } = SETTINGS.safeParse(given);
  const rules = new Map((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
  for (const [variable, rule] of problems) rules.set(variable, rule);
  for (const [name, rule] of rulesOfSeveralSettings(given)) if (!rules.has(name)) rules.set(name, rule);
  if (data === undefined || rules.size > 0) {
    throw new ConfigurationError([...rules].map(([name, rule]) => `${name}: ${rule}`));
  }
  return Object.assign(new AppConfig(), data);
}

let shared: AppConfig | undefined;

/** The settings of this process, loaded by the first call. */
export function sharedConfig(): AppConfig {
  return (shared ??= loadConfig());
}

/** Replaces the settings of this process; for programs that set some of them before they start. */
export function shareConfig(config: AppConfig): void {
  shared = config;
}

/** Rules that involve several settings. */
function rulesOfSeveralSettings(given: Readonly<Record<string, string | undefined>>): [SettingName, string][] {
  const rules: [SettingName, string][] = [];
  if (given.NODE_ENV === 'production' && given.ADMIN_API_KEY === undefined) {
    rules.push(['ADMIN_API_KEY', 'is required in production (at least 16 characters)']);
  }
  rules.push(...rulesOfAlerts(given));
  for (const name of ['DATABASE_PASSWORD', 'DATABASE_REPLICA_URL'] as const) {
    if (given[name] !== undefined && given.DATABASE_URL === undefined) rules.push([name, 'needs DATABASE_URL']);
  }
  if ((given.BACKUP_S3_ACCESS_KEY_ID === undefined) !== (given.BACKUP_S3_SECRET_ACCESS_KEY === undefined)) {
    rules.push(['BACKUP_S3_ACCESS_KEY_ID', 'and BACKUP_S3_SECRET_ACCESS_KEY need each other']);
  }
  const source = given.ARCHIVE_SOURCE;
  if (source !== undefined && !source.startsWith('s3://') && !isFolder(source)) {
    rules.push(['ARCHIVE_SOURCE', 'is not an existing folder']);
  }
  return rules;
}

function rulesOfAlerts(given: Readonly<Record<string, string | undefined>>): [SettingName, string][] {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_FORMAT: format = 'json' } = given;
  const rules: [SettingName, string][] = [];
  if (url !== undefined && format === 'json' && given.ALERT_WEBHOOK_SECRET === undefined) {
    rules.push(['ALERT_WEBHOOK_SECRET', 'is required with ALERT_WEBHOOK_URL (at least 16 characters)']);
  }
  if (url !== undefined && format === 'ntfy' && !hasTopic(url)) {
    rules.push(['ALERT_WEBHOOK_URL', 'must end with a topic in the format ntfy, with % as %25']);
  }
  for (const name of ['ALERT_MAIL_FROM', 'ALERT_MAIL_TO'] as const) {
    if (given.ALERT_SMTP_URL !== undefined && given[name] === undefined)
      rules.push([name, 'is required with ALERT_SMTP_URL']);
  }
  return rules;
}

function hasTopic(url: string): boolean {
  const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: '' };
  return /[^/]\/*$/.test(pathname) && decoded(pathname) !== null;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
