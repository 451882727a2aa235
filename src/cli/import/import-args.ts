import { IMPORT_ID_PATTERN } from '../../common/reading/import-id.js';
import { UUID_PATTERN } from '../../common/reading/uuid.js';
import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';
import type { ImportCommand, ImportTarget } from './import-command.js';

const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;
const OPTIONS = {
  'all-parks': SWITCH,
  destination: TEXT,
  'park-id': TEXT,
  'start-date': TEXT,
  'end-date': TEXT,
  'on-conflict': TEXT,
  resume: TEXT,
  mappings: TEXT,
  'replace-live': SWITCH,
  yes: SWITCH,
  'list-destinations': SWITCH,
  status: TEXT,
  cancel: TEXT,
  'dry-run': SWITCH,
  json: SWITCH,
  help: { type: 'boolean', short: 'h' },
} as const;
type OptionName = keyof typeof OPTIONS;
type Values = Readonly<Partial<Record<OptionName, string | boolean>>>;

/** What can be asked for, of which exactly one must be; and what may stand beside it. */
const RANGE = ['start-date', 'end-date'] as const;
const IMPORTING = [...RANGE, 'on-conflict', 'mappings', 'replace-live', 'yes', 'dry-run', 'json'] as const;
const ALSO_ALLOWED = {
  'all-parks': IMPORTING,
  destination: IMPORTING,
  'park-id': IMPORTING,
  resume: ['mappings', 'json'],
  status: ['json'],
  cancel: ['json'],
  'list-destinations': ['json'],
} as const satisfies Partial<Record<OptionName, readonly OptionName[]>>;
type Mode = keyof typeof ALSO_ALLOWED;
const MODES = Object.keys(ALSO_ALLOWED) as Mode[];

/** Options whose value may be left out. */
const OPTIONAL_VALUE = ['--resume', '--status'];

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseImportArgs(args: readonly string[]): ImportCommand {
  const values = readValues(args);
  const json = values.json === true;
  if (values.help === true) return { action: 'help', json };
  const mode = modeOf(values);
  switch (mode) {
    case 'list-destinations':
      return { action: 'list-destinations', json };
    case 'status':
      return { action: 'status', importId: optionalImportId('status', values), json };
    case 'cancel':
      return { action: 'cancel', importId: importIdOf('cancel', values.cancel), json };
    case 'resume':
      return { action: 'resume', importId: optionalImportId('resume', values), mappingsFile: fileOf(values), json };
    case 'all-parks':
    case 'destination':
    case 'park-id':
      return importCommand(targetOf(mode, values), values);
  }
}

function importCommand(target: ImportTarget, values: Values): ImportCommand {
  const json = values.json === true;
  const range = { startDate: dayOf('start-date', values), endDate: dayOf('end-date', values) };
  if (range.startDate !== null && range.endDate !== null && range.startDate > range.endDate) {
    throw new UsageError(`--start-date ${range.startDate} is after --end-date ${range.endDate}`);
  }
  const mappingsFile = fileOf(values);
  const onConflict = conflictOf(values['on-conflict']);
  const replaceLive = values['replace-live'] === true;
  if (values.yes === true && !replaceLive) throw new UsageError('--yes only answers the question of --replace-live');
  if (replaceLive && onConflict === 'live') {
    throw new UsageError('--replace-live and --on-conflict live exclude each other: give one of them');
  }
  if (values['dry-run'] === true) return { action: 'dry-run', target, range, mappingsFile, json };
  const options = { onConflict, replaceLive, origin: 'cli' as const };
  return { action: 'start', target, range, options, mappingsFile, confirmed: values.yes === true, json };
}

function readValues(args: readonly string[]): Values {
  const options = { args: withOptionalValues(args), options: OPTIONS, strict: true, tokens: true } as const;
  const { values, tokens } = parseOptions(options);
  const names = tokens.map((token) => (token.kind === 'option' ? token.name : null)).filter((name) => name !== null);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given more than once`);
  return values;
}

/** parseArgs knows no optional values: `--resume` becomes `--resume=`, and `--resume imp_x` one word. */
function withOptionalValues(args: readonly string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (!OPTIONAL_VALUE.includes(word)) words.push(word);
    else {
      const next = args[index + 1];
      const hasValue = next !== undefined && !next.startsWith('-');
      words.push(`${word}=${hasValue ? next : ''}`);
      if (hasValue) index++;
    }
  }
  return words;
}

function modeOf(values: Values): Mode {
  const asked = MODES.filter((mode) => values[mode] !== undefined && values[mode] !== false);
  const [mode, other] = asked;
  if (mode === undefined) {
    throw new UsageError('Say what to import: --all-parks, --destination <uuid>, --park-id <id> or --resume');
  }
  if (other !== undefined) throw new UsageError(`--${mode} and --${other} exclude each other: give one of them`);
  const allowed: readonly string[] = ALSO_ALLOWED[mode];
  const foreign = Object.keys(values).find((name) => name !== mode && !allowed.includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} cannot be used with --${mode}${whyNot(mode, foreign)}`);
  return mode;
}

function whyNot(mode: Mode, option: string): string {
  return mode === 'resume' && (IMPORTING as readonly string[]).includes(option)
    ? ': a resumed import keeps the range and options that it was started with'
    : '';
}

function targetOf(mode: 'all-parks' | 'destination' | 'park-id', values: Values): ImportTarget {
  if (mode === 'all-parks') return { kind: 'all' };
  const text = String(values[mode]).trim();
  if (mode === 'destination') {
    const themeparksWikiId = text.toLowerCase();
    if (UUID_PATTERN.test(themeparksWikiId)) return { kind: 'destination', themeparksWikiId };
    throw new UsageError(
      `--destination wants the UUID of a destination, not "${text}" (--list-destinations shows them)`,
    );
  }
  const parkId = Number(text);
  if (/^\d{1,10}$/.test(text) && parkId > 0 && parkId <= 0xffff_ffff) return { kind: 'park', parkId };
  throw new UsageError(`--park-id wants the number of a park that was imported before (see /api/parks), not "${text}"`);
}

function dayOf(option: (typeof RANGE)[number], values: Values): string | null {
  const text = values[option];
  if (text === undefined) return null;
  const instantMs = /^\d{4}-\d{2}-\d{2}$/.test(String(text)) ? Date.parse(`${String(text)}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(instantMs) && new Date(instantMs).toISOString().slice(0, 10) === text) return text;
  throw new UsageError(`--${option} wants a day of the calendar as YYYY-MM-DD, not "${String(text)}"`);
}

function conflictOf(value: string | boolean | undefined): 'archive' | 'live' {
  if (value === undefined || value === 'archive') return 'archive';
  if (value === 'live') return 'live';
  throw new UsageError(`--on-conflict wants archive or live, not "${String(value)}"`);
}

function fileOf({ mappings }: Values): string | null {
  if (mappings === '') throw new UsageError('--mappings wants the path of a CSV file');
  return typeof mappings === 'string' ? mappings : null;
}

function optionalImportId(option: 'resume' | 'status', values: Values): string | null {
  return values[option] === '' ? null : importIdOf(option, values[option]);
}

function importIdOf(option: OptionName, value: string | boolean | undefined): string {
  if (typeof value === 'string' && IMPORT_ID_PATTERN.test(value)) return value;
  throw new UsageError(`--${option} wants the id of an import, such as imp_0a1b2c3d4e, not "${String(value)}"`);
}
