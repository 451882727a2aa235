import * as z from 'zod';
import { ALERTS_SETTINGS, EXPORT_SETTINGS, QUALITY_SETTINGS, STORAGE_SETTINGS } from './data-settings.js';
import { DATABASE_SETTINGS, HTTP_SETTINGS, PROCESS_SETTINGS } from './server-settings.js';
import { ARCHIVE_SETTINGS, HISTORY_SETTINGS, IMPORT_SETTINGS, LIVE_SETTINGS } from './source-settings.js';

/** Every setting: its type, default and meaning. .env.example and docs/configuration.md are made from it. */
export const SETTINGS = z.object({
  ...PROCESS_SETTINGS,
  ...HTTP_SETTINGS,
  ...DATABASE_SETTINGS,
  ...ARCHIVE_SETTINGS,
  ...IMPORT_SETTINGS,
  ...HISTORY_SETTINGS,
  ...LIVE_SETTINGS,
  ...EXPORT_SETTINGS,
  ...QUALITY_SETTINGS,
  ...ALERTS_SETTINGS,
  ...STORAGE_SETTINGS,
});

export type Settings = z.output<typeof SETTINGS>;
export type SettingName = keyof Settings;

const GROUPS: Readonly<Record<string, object>> = {
  Process: PROCESS_SETTINGS,
  HTTP: HTTP_SETTINGS,
  Database: DATABASE_SETTINGS,
  Archive: ARCHIVE_SETTINGS,
  Import: IMPORT_SETTINGS,
  'History API': HISTORY_SETTINGS,
  'Live collection': LIVE_SETTINGS,
  Export: EXPORT_SETTINGS,
  'Data quality': QUALITY_SETTINGS,
  Alerts: ALERTS_SETTINGS,
  'Storage and days': STORAGE_SETTINGS,
};

export interface DescribedSetting {
  name: SettingName;
  /** As text; null where the setting has none. */
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

/** Settings whose value, or a part of it, is never printed. */
export const SECRET_NAMES: readonly SettingName[] = describedSettings()
  .flatMap(({ settings }) => settings)
  .flatMap(({ name, isSecret }) => (isSecret ? [name] : []));
