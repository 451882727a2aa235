import { Command, Option } from '@commander-js/extra-typings';
import { IMPORT_ID_PATTERN } from '../../common/reading/field-readers.js';
import type { ImportSource } from '../../modules/import/import-record.js';
import { dayOf, idOf, uuidOf } from '../option-values.js';
import { UsageError } from '../usage-error.js';
import type { ImportCommand, ImportTarget } from './import-request.js';

const NOTES = `
Exactly one of --all-parks, --destination, --park, --park-id, --resume, --list-destinations, --status and --cancel is required; all
other options but --json belong to an import. Ctrl+C stops at the next checkpoint, a second one at once. Both are safe:
everything committed is kept, and the last lines name the command that continues.

Days are UTC days of the archive, or local days of each park with --source history, which needs --start-date and keeps every
LIVE row. If its hourly budget is used up, the import pauses and names the time at which it continues by itself.
--source history --fill-gaps imports the days of gaps that the quality check has found in live collection, of all parks or of the
given ones.

Examples:
  npm run import -- --source history --park <uuid> --start 2026-11-01 --end 2026-11-20
  npm run import -- --source history --fill-gaps
  npm run import -- --all-parks --start-date 2024-01-01
  npm run import -- --destination <uuid> --dry-run
  npm run import -- --resume`;

/** The options of the import. */
export const declareImport = () =>
  new Command()
    .description('Imports wait-time history into the database, from the archive or the History API.')
    .addOption(
      new Option(
        '--source <which>',
        'archive, or history: the History API of ThemeParks.wiki (default: archive)',
      ).argParser(sourceOption),
    )
    .option('--all-parks', 'every destination of the archive')
    .option('--destination <uuid>', 'one destination, by its id in the archive', uuidOf('--destination', 'destination'))
    .option('--park <uuid>', 'one park of the catalogue, by its id in ThemeParks.wiki', uuidOf('--park', 'park'))
    .option('--park-id <id>', 'one park that was imported before, by its internal id', idOf('--park-id'))
    .option(
      '--resume [import]',
      'continue one import; without an id: all interrupted and pending ones, or else the newest paused or failed one',
    )
    .option('--list-destinations', 'list the destinations of the archive: first and last day, files')
    .option('--status [import]', 'list the latest imports, or show one in detail')
    .option('--cancel <import>', 'end an import; imported rows are kept', importIdOf('--cancel'))
    .option(
      '--start, --start-date <day>',
      "first day, YYYY-MM-DD (default: the archive's first)",
      dayOf('--start-date'),
    )
    .option('--end, --end-date <day>', "last day, YYYY-MM-DD (default: the archive's last)", dayOf('--end-date'))
    .addOption(
      new Option(
        '--on-conflict <which>',
        'which row is kept if both have the same instant (default: archive)',
      ).argParser(conflictOf),
    )
    .option('--fill-gaps', 'with --source history: only the days with gaps in live collection')
    .option('--mappings <file>', 'apply this CSV of manual id mappings first (also with --resume)', fileOf)
    .option('--replace-live', 'remove the LIVE rows of every park-day that the archive covers completely; asks first')
    .option('--reread', 'read files again whose version was imported before; by default they are not fetched')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'read and check everything, store nothing, and report what would be stored')
    .option('--json', 'print one JSON object on stdout, and nothing else')
    .addHelpText('after', NOTES);

type Options = ReturnType<ReturnType<typeof declareImport>['opts']>;
type OptionName = keyof Options;

/** The modes, of which exactly one must be given, and the options that each allows. */
const RANGE = ['startDate', 'endDate'] as const;
const IMPORTING = [
  ...([
    ...RANGE,
    'source',
    'fillGaps',
    'onConflict',
    'mappings',
    'replaceLive',
    'reread',
    'yes',
    'dryRun',
    'json',
  ] as const),
] as const;
const ALSO_ALLOWED = {
  allParks: IMPORTING,
  destination: IMPORTING,
  park: IMPORTING,
  parkId: IMPORTING,
  resume: ['mappings', 'json'],
  status: ['json'],
  cancel: ['json'],
  listDestinations: ['json'],
} as const satisfies Partial<Record<OptionName, readonly OptionName[]>>;
type Mode = keyof typeof ALSO_ALLOWED;
const MODES = Object.keys(ALSO_ALLOWED) as Mode[];

/** Validates the options together, and turns them into a command. @throws UsageError */
export function readImport(options: Options): ImportCommand {
  const { json = false, mappings: mappingsFile = null } = options;
  const mode = modeOf(options);
  switch (mode) {
    case 'listDestinations':
      return { action: 'list-destinations', json };
    case 'status':
      return { action: 'status', importId: optionalImportId('--status', options.status), json };
    case 'cancel':
      return { action: 'cancel', importId: options.cancel!, json };
    case 'resume':
      return { action: 'resume', importId: optionalImportId('--resume', options.resume), mappingsFile, json };
    case 'allParks':
    case 'destination':
    case 'park':
    case 'parkId':
      return importCommand(targetOf(options), options);
  }
}

function importCommand(target: ImportTarget, given: Options): ImportCommand {
  if (given.fillGaps !== undefined) return fillCommand(target, given);
  const { startDate, endDate, mappings: mappingsFile = null, onConflict = 'archive', json = false } = given;
  const { replaceLive = false, yes = false, dryRun = false, reread } = given;
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw new UsageError(`--start-date ${startDate} is after --end-date ${endDate}`);
  }
  const range = { startDate: startDate ?? null, endDate: endDate ?? null };
  if (yes && !replaceLive) throw new UsageError('--yes only confirms --replace-live');
  if (replaceLive && onConflict === 'live') {
    throw new UsageError('--replace-live and --on-conflict live exclude each other: give one of them');
  }
  const { source } = given;
  if (source === 'HISTORY_API') refuseArchiveOptions(given);
  if (dryRun && target.kind === 'park-uuid') throw new UsageError('--dry-run requires --park-id instead of --park');
  if (dryRun) return { action: 'dry-run', target, range, mappingsFile, json };
  const chosen = { ...(reread === undefined ? {} : { reread }), ...(source === undefined ? {} : { source }) };
  const options = { onConflict, replaceLive, origin: 'cli' as const, ...chosen };
  return { action: 'start', target, range, options, mappingsFile, confirmed: yes, json };
}

/** The gaps determine the days, so that only their parks can be chosen. @throws UsageError */
function fillCommand(target: ImportTarget, given: Options): ImportCommand {
  if (given.source !== 'HISTORY_API') throw new UsageError('--fill-gaps requires --source history');
  const foreign = IMPORTING.find((name) => !FILLING.includes(name) && given[name] !== undefined);
  if (foreign !== undefined) throw new UsageError(`${flagOf(foreign)} cannot be used with --fill-gaps`);
  return { action: 'fill-gaps', target, json: given.json ?? false };
}

const FILLING: readonly OptionName[] = ['source', 'fillGaps', 'json'];

/** @throws UsageError */
function refuseArchiveOptions({ startDate, onConflict, replaceLive, reread, dryRun }: Options): void {
  if (startDate === undefined)
    throw new UsageError('--source history requires --start-date: the History API has no first day');
  const given = { onConflict, replaceLive, reread, dryRun };
  const foreign = Object.entries(given).find(([, value]) => value !== undefined);
  if (foreign !== undefined) throw new UsageError(`${flagOf(foreign[0])} cannot be used with --source history`);
}

function modeOf(options: Options): Mode {
  const [given, other] = MODES.filter((name) => options[name] !== undefined);
  const mode = given ?? (options.fillGaps === undefined ? undefined : 'allParks');
  if (mode === undefined) {
    throw new UsageError(
      'Choose what to import: --all-parks, --destination <uuid>, --park <uuid>, --park-id <id> or --resume',
    );
  }
  if (other !== undefined) {
    throw new UsageError(`${flagOf(mode)} and ${flagOf(other)} exclude each other: give one of them`);
  }
  const allowed: readonly string[] = ALSO_ALLOWED[mode];
  const foreign = Object.keys(options).find((name) => name !== mode && !allowed.includes(name));
  if (foreign !== undefined) {
    throw new UsageError(`${flagOf(foreign)} cannot be used with ${flagOf(mode)}${whyNot(mode, foreign)}`);
  }
  return mode;
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function whyNot(mode: Mode, option: string): string {
  return mode === 'resume' && (IMPORTING as readonly string[]).includes(option)
    ? ': a resumed import keeps the range and options that it was started with'
    : '';
}

function targetOf({ destination, park, parkId }: Options): ImportTarget {
  if (park !== undefined) return { kind: 'park-uuid', themeparksWikiId: park };
  if (destination !== undefined) return { kind: 'destination', themeparksWikiId: destination };
  return parkId === undefined ? { kind: 'all' } : { kind: 'park', parkId };
}

function sourceOption(text: string): ImportSource {
  if (text === 'archive') return 'ARCHIVE';
  if (text === 'history') return 'HISTORY_API';
  throw new UsageError(`--source must be archive or history, not "${text}"`);
}

function conflictOf(text: string): 'archive' | 'live' {
  if (text === 'archive' || text === 'live') return text;
  throw new UsageError(`--on-conflict must be archive or live, not "${text}"`);
}

function fileOf(path: string): string {
  if (path === '') throw new UsageError('--mappings requires the path of a CSV file');
  return path;
}

/** Commander returns true if the value is omitted. */
function optionalImportId(option: string, value: string | true | undefined): string | null {
  return typeof value === 'string' && value !== '' ? importIdOf(option)(value) : null;
}

function importIdOf(option: string): (text: string) => string {
  return (text) => {
    if (IMPORT_ID_PATTERN.test(text)) return text;
    throw new UsageError(`${option} must be the id of an import, such as imp_0a1b2c3d4e, not "${text}"`);
  };
}
