import * as z from 'zod';
import { ARCHIVE_SETTINGS, HISTORY_API_SETTINGS, IMPORT_SETTINGS } from './import-settings.js';
import { LIVE_SETTINGS, QUALITY_SETTINGS, STATISTICS_SETTINGS } from './observation-settings.js';
import {
  ALERT_SETTINGS,
  BACKUP_SETTINGS,
  JOB_SETTINGS,
  STORAGE_SETTINGS,
  TRACING_SETTINGS,
} from './operation-settings.js';
import { DATABASE_SETTINGS, EXPORT_SETTINGS, HTTP_SETTINGS, PROCESS_SETTINGS } from './server-settings.js';

/** Every setting: its type, default and meaning. .env.example and docs/configuration.md are made from it. */
export const SETTINGS = z.object({
  ...PROCESS_SETTINGS,
  ...HTTP_SETTINGS,
  ...DATABASE_SETTINGS,
  ...ARCHIVE_SETTINGS,
  ...IMPORT_SETTINGS,
  ...HISTORY_API_SETTINGS,
  ...LIVE_SETTINGS,
  ...STATISTICS_SETTINGS,
  ...EXPORT_SETTINGS,
  ...QUALITY_SETTINGS,
  ...JOB_SETTINGS,
  ...ALERT_SETTINGS,
  ...TRACING_SETTINGS,
  ...STORAGE_SETTINGS,
  ...BACKUP_SETTINGS,
});

export type Settings = z.output<typeof SETTINGS>;
export type SettingName = keyof Settings;

const GROUPS: Readonly<Record<string, object>> = {
  Process: PROCESS_SETTINGS,
  HTTP: HTTP_SETTINGS,
  Database: DATABASE_SETTINGS,
  Archive: ARCHIVE_SETTINGS,
  Import: IMPORT_SETTINGS,
  'History API': HISTORY_API_SETTINGS,
  'Live collection': LIVE_SETTINGS,
  'Days and waits': STATISTICS_SETTINGS,
  Export: EXPORT_SETTINGS,
  'Data quality': QUALITY_SETTINGS,
  Jobs: JOB_SETTINGS,
  Alerts: ALERT_SETTINGS,
  Traces: TRACING_SETTINGS,
  Storage: STORAGE_SETTINGS,
  Backup: BACKUP_SETTINGS,
};

export interface DescribedSetting {
  name: SettingName;
  /** As text; null if there is no default. */
  defaultText: string | null;
  description: string;
  isSecret: boolean;
}

const DEFAULTS: Readonly<Partial<Settings>> = SETTINGS.parse({});

/** All settings by group, in their order. */
export function describedSettings(): { group: string; settings: DescribedSetting[] }[] {
  return Object.entries(GROUPS).map(([group, settings]) => ({
    group,
    settings: (Object.keys(settings) as SettingName[]).map(describe),
  }));
}

function describe(name: SettingName): DescribedSetting {
  const { description = '', isSecret } = SETTINGS.shape[name].meta() ?? {};
  return { name, defaultText: DEFAULTS[name]?.toString() ?? null, description, isSecret: isSecret === true };
}

/** Settings whose values are never printed, not even in part. */
export const SECRET_NAMES: readonly SettingName[] = describedSettings()
  .flatMap(({ settings }) => settings)
  .flatMap(({ name, isSecret }) => (isSecret ? [name] : []));
