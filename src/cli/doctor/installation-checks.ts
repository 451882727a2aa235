import { bytesText, plural } from '../../common/text.js';
import { DAY_MS, HOUR_MS } from '../../common/time/calendar.js';
import { type UnknownSetting, unknownSettingsText } from '../../common/config/unknown-settings.js';
import { type DoctorCheck, needsCare, passed } from './check.js';

export interface ProgramVersions {
  program: string;
  node: string;
  /** The name of the LTS release; null for any other one. */
  nodeLts: string | null;
  /** The newest applied migration; null: none. */
  schema: string | null;
  server: string;
}

export function versionsCheck({ program, node, nodeLts, schema, server }: ProgramVersions): DoctorCheck {
  const text = `${program} on Node ${node}, schema ${schema ?? 'not created yet'}, ${server}`;
  if (nodeLts !== null) return passed('versions', text);
  return passed('versions', `${text}. This Node is no LTS release; for years of operation, install one`);
}

/** @param inFile names in `.env`; `misspelt` variables of the process */
export function settingsCheck(inFile: readonly UnknownSetting[], misspelt: readonly UnknownSetting[]): DoctorCheck {
  if (inFile.length + misspelt.length === 0)
    return passed('settings', 'every name in .env is a setting, and no variable is almost one');
  const text = [
    ...(inFile.length === 0 ? [] : [`.env has names that are no settings: ${unknownSettingsText(inFile)}`]),
    ...(misspelt.length === 0 ? [] : [`the environment has ${unknownSettingsText(misspelt)}`]),
  ].join('; ');
  return needsCare('settings', text, 'Correct or remove them; docs/configuration.md lists all');
}

export interface DatabaseMemory {
  bufferPoolBytes: number;
  /** Size of all tables and indexes. */
  dataBytes: number;
  /** The setting to change. */
  setting: string;
}

/** With less than this share of the data in memory, most reads of past months go to the disk. */
const LEAST_SHARE = 0.05;
/** The default of both servers, which is enough for a small database. */
const SMALL_BYTES = 2_000_000_000;

export function memoryCheck({ bufferPoolBytes, dataBytes, setting }: DatabaseMemory): DoctorCheck {
  const text = `buffer pool of ${bytesText(bufferPoolBytes)} for ${bytesText(dataBytes)} of tables and indexes`;
  if (dataBytes < SMALL_BYTES || bufferPoolBytes >= dataBytes * LEAST_SHARE) return passed('memory', text);
  return needsCare('memory', text, `Give it more, up to two thirds of the memory of a host of its own: ${setting}`);
}

export interface StoredZoneRules {
  rulesVersion: string;
  parks: number;
}

/** @param ofProgram IANA release, such as `2026f` @param ofNode the release in Node itself, which is not used */
export function timeZonesCheck(ofProgram: string, ofNode: string, stored: readonly StoredZoneRules[]): DoctorCheck {
  const newer = stored.filter(({ rulesVersion }) => rulesVersion > ofProgram);
  const older = stored.filter(({ rulesVersion }) => rulesVersion < ofProgram);
  const parksOf = (rules: readonly StoredZoneRules[]) =>
    rules.map(({ rulesVersion, parks }) => `${plural(parks, 'park')} with ${rulesVersion}`).join(', ');
  const text = `rules ${ofProgram} (those of Node, ${ofNode}, are not used)`;
  if (newer.length > 0) {
    return needsCare('time zones', `${text}; the days of ${parksOf(newer)} follow newer rules`, 'Update the program');
  }
  if (older.length === 0) return passed('time zones', text);
  return passed('time zones', `${text}; ${parksOf(older)}: a worker computes again what they change`);
}

export const NO_BACKUP_FOLDER = passed(
  'backups',
  'none are scheduled. Set BACKUP_FOLDER: live data cannot be downloaded again',
);

export interface FoundBackups {
  /** Of the newest backup whose description can be read, such as `20261129T030000Z`; null: there is none. */
  newestId: string | null;
  /** The number of newer ones, whose description cannot be read. */
  unreadable: number;
}

export function backupsCheck(
  folder: string,
  { newestId, unreadable }: FoundBackups,
  nowMs: number,
  maxAgeMs: number,
): DoctorCheck {
  const damage =
    unreadable === 0
      ? ''
      : `; ${plural(unreadable, 'newer one')} cannot be read (npm run backup:list names the damage)`;
  if (newestId === null) {
    const text = unreadable === 0 ? `there is none in ${folder}` : `none of those in ${folder} can be read`;
    return needsCare('backups', text, RUN_BACKUP);
  }
  const ageMs = nowMs - backupTimeMs(newestId);
  const age =
    ageMs < 2 * DAY_MS ? plural(Math.round(ageMs / HOUR_MS), 'hour') : plural(Math.floor(ageMs / DAY_MS), 'day');
  const text = `the newest is ${newestId}, ${age} old${damage}`;
  return ageMs <= maxAgeMs && unreadable === 0 ? passed('backups', text) : needsCare('backups', text, RUN_BACKUP);
}

const RUN_BACKUP = 'Run "npm run backup" now, and look at the job "backup" (GET /api/admin/jobs)';

/** `20261129T030000Z` as milliseconds. */
function backupTimeMs(id: string): number {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(id)!;
  const [year, month, day] = [date!.slice(0, 4), date!.slice(4, 6), date!.slice(6)];
  const [hours, minutes, seconds] = [time!.slice(0, 2), time!.slice(2, 4), time!.slice(4)];
  return Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
}
