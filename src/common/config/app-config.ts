import { existsSync, statSync } from 'node:fs';
import { environmentWithFile } from './environment.js';
import { type SettingName, SETTINGS, type Settings } from './settings/settings.js';

export { LOG_LEVELS, NODE_ENVIRONMENTS, ROLES } from './settings/server-settings.js';
/** A posted wait is news for so long; see docs/statistics.md, "Running outside published hours". */
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
  const { data, error } = SETTINGS.safeParse(given);
  const rules = new Map((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
  for (const [name, rule] of rulesOfSeveralSettings(given)) if (!rules.has(name)) rules.set(name, rule);
  if (data === undefined || rules.size > 0) {
    throw new ConfigurationError([...rules].map(([name, rule]) => `${name}: ${rule}`));
  }
  return Object.assign(new AppConfig(), data);
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

/** Rules that involve several settings. */
function rulesOfSeveralSettings(given: Readonly<Record<string, string | undefined>>): [SettingName, string][] {
  const rules: [SettingName, string][] = [];
  if (given.NODE_ENV === 'production' && given.ADMIN_API_KEY === undefined) {
    rules.push(['ADMIN_API_KEY', 'is required in production (at least 16 characters)']);
  }
  if (given.ALERT_WEBHOOK_URL !== undefined && given.ALERT_WEBHOOK_SECRET === undefined) {
    rules.push(['ALERT_WEBHOOK_SECRET', 'is required with ALERT_WEBHOOK_URL (at least 16 characters)']);
  }
  const source = given.ARCHIVE_SOURCE;
  if (source !== undefined && !source.startsWith('s3://') && !isFolder(source)) {
    rules.push(['ARCHIVE_SOURCE', 'is not an existing folder']);
  }
  return rules;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
