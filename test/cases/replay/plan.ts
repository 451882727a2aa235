import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** One request to the HTTP API of the program, sent at an instant or, without one, at the end. */
export interface Request {
  /** UTC instant. */
  at?: string;
  path: string;
  method?: string;
  body?: object;
  /** Values of the response by name; later paths and bodies may contain them as `{name}`. */
  keep?: Record<string, string>;
}

/** plan.json of a case. All instants are UTC. The clock does not move between the steps. */
export interface Plan {
  from: string;
  until: string;
  /** 0: no polls. */
  pollMinutes?: number;
  /** Intervals without polls, end excluded. */
  noPolls?: [string, string][];
  /** Instants of catalogue synchronisations. */
  sync?: string[];
  /** A catalogue synchronisation daily at this UTC time of day. */
  dailySync?: string;
  /** Instants of metadata synchronisations. */
  metadata?: string[];
  /** Whether feed health is checked at minutes 7 and 37. */
  look?: boolean;
  /** Instants of quality checks of the last 48 hours. A check of the whole plan follows at the end. */
  check?: string[];
  settings?: Record<string, string>;
  /** The clock moves by this much with each live response, because two destinations are never polled at one instant. */
  tickMs?: number;
  /** When statistics are refreshed and quality is checked last; by default when the polls end. */
  endAt?: string;
  /** A recorded response of the History API: as events of the archive, or as live responses. */
  history?: { file: string; as: 'ARCHIVE' | 'LIVE'; destination: string };
  /** UUID of the destination whose archive/<day>.json files are imported; before the polls, or at `importAt`. */
  archiveDestination?: string;
  importAt?: string;
  ask?: (string | Request)[];
  /** Queries whose rows `npm run replay` prints. */
  sql?: string[];
}

/** One line of answers.jsonl: GET `/v1<path>` of the live API returns `answer` from `at` on; null is 404. */
export interface FeedResponse {
  at?: string;
  path: string;
  answer: unknown;
  /** In place of `answer`: a JSON file, relative to the folder of the case. */
  file?: string;
}

/** A case as it lies in its folder. */
export interface Case {
  folder: string;
  plan: Plan;
  responses: FeedResponse[];
  /** Events of the archive by UTC day, in the short forms. */
  archiveDays: Map<string, unknown>;
}

export function readCase(folder: string): Case {
  const plan = withPresentNames(readJson(join(folder, 'plan.json')) as Plan);
  return { folder, plan, responses: readResponses(folder), archiveDays: readArchiveDays(folder, plan) };
}

/** Settings, tables and columns that cases written for earlier versions name, and their names now. */
const RENAMED: Readonly<Record<string, string>> = {
  LIVE_MAX_HOLD_MINUTES: 'LIVE_MAX_CARRY_FORWARD_MINUTES',
  ARCHIVE_MAX_HOLD_MINUTES: 'ARCHIVE_MAX_CARRY_FORWARD_MINUTES',
  PARK_SILENCE_MINUTES: 'PARK_NO_DATA_MINUTES',
  QUALITY_SILENCE_MINUTES: 'QUALITY_NO_DATA_MINUTES',
  dirty_park_days: 'invalidated_park_days',
  ride_dekad_stats: 'ride_ten_day_stats',
  observed_until: 'last_confirmed_at',
  open_ms: 'scheduled_ms',
  open_observed_ms: 'scheduled_observed_ms',
  open_operating_ms: 'scheduled_operating_ms',
  open_down_ms: 'scheduled_down_ms',
  unobserved_ms: 'unknown_ms',
  placeholder_count: 'implausible_wait_count',
  entities_seen: 'entities_read',
  seen_from: 'reported_from',
  seen_until: 'reported_until',
  marked_at: 'invalidated_at',
};

function withPresentNames(plan: Plan): Plan {
  const rename = (text: string): string => text.replace(/\w+/g, (word) => RENAMED[word] ?? word);
  const settings = Object.entries(plan.settings ?? {}).map(([name, value]) => [rename(name), value] as const);
  return { ...plan, settings: Object.fromEntries(settings), sql: (plan.sql ?? []).map(rename) };
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A file named in a case. */
export function caseFile(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

export function asRequest(one: string | Request): Request {
  return typeof one === 'string' ? { path: one } : one;
}

function readResponses(folder: string): FeedResponse[] {
  const file = join(folder, 'answers.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const response = JSON.parse(line) as FeedResponse;
    return response.file === undefined ? response : { ...response, answer: readJson(caseFile(folder, response.file)) };
  });
}

function readArchiveDays(folder: string, { archiveDestination }: Plan): Map<string, unknown> {
  const archive = join(folder, 'archive');
  if (archiveDestination === undefined || !existsSync(archive)) return new Map();
  return new Map(readdirSync(archive).map((file) => [file.replace('.json', ''), readJson(join(archive, file))]));
}
