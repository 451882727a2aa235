import { parseOptions } from '../../cli/parse-options.js';
import { DEFECT_NAMES, type DefectName } from './defect-catalog.js';
import { EVENT_STYLES, type EventStyle, GeneratorOptionError, type GeneratorOptions } from './generator-options.js';

export type CliRequest =
  | { action: 'help' }
  | { action: 'list-defects' }
  | {
      action: 'write';
      folder: string;
      manifestFile?: string | undefined;
      truthFile?: string | undefined;
      overwrite: boolean;
      options: Partial<GeneratorOptions>;
    };

/** Flags that take a number, and the option that each sets. */
const NUMBER_FLAGS = [
  ['seed', 'seed'],
  ['destinations', 'destinations'],
  ['days', 'days'],
  ['rides', 'rides'],
  ['change-minutes', 'changeMinutes'],
  ['events-per-ride-day', 'eventsPerRideDay'],
  ['gzip-share', 'gzipShare'],
  ['plain-share', 'plainShare'],
  ['wrapped-share', 'wrappedShare'],
  ['level', 'compressionLevel'],
  ['defect-repeats', 'defectRepeats'],
  ['bomb-bytes', 'bombBytes'],
] as const;
const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;
const FLAGS = {
  out: TEXT,
  start: TEXT,
  style: TEXT,
  defects: TEXT,
  manifest: TEXT,
  truth: TEXT,
  overwrite: SWITCH,
  help: SWITCH,
  'list-defects': SWITCH,
  seed: TEXT,
  destinations: TEXT,
  days: TEXT,
  rides: TEXT,
  'change-minutes': TEXT,
  'events-per-ride-day': TEXT,
  'gzip-share': TEXT,
  'plain-share': TEXT,
  'wrapped-share': TEXT,
  level: TEXT,
  'defect-repeats': TEXT,
  'bomb-bytes': TEXT,
} as const;

/** Reads the command line. Throws GeneratorOptionError, or UsageError, where it is wrong. */
export function parseCommandLine(args: string[]): CliRequest {
  const { values } = parseOptions({ args, options: FLAGS, strict: true, allowPositionals: false });
  if (values.help) return { action: 'help' };
  if (values['list-defects']) return { action: 'list-defects' };
  if (!values.out) throw new GeneratorOptionError('--out', 'the folder to write to is required');
  const [style, defects] = [styleOf(values.style), defectsOf(values.defects)];
  const options: Partial<GeneratorOptions> = {
    ...(values.start !== undefined && { start: values.start }),
    ...(style !== undefined && { style }),
    ...(defects !== undefined && { defects }),
  };
  for (const [flag, option] of NUMBER_FLAGS) {
    const value = values[flag];
    if (value !== undefined) options[option] = numberOf(flag, value);
  }
  return {
    action: 'write',
    folder: values.out,
    manifestFile: values.manifest,
    truthFile: values.truth,
    overwrite: values.overwrite === true,
    options,
  };
}

function numberOf(flag: string, value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw new GeneratorOptionError(`--${flag}`, 'must be a number');
  return Number(value);
}

function styleOf(value: string | undefined): EventStyle | undefined {
  if (value === undefined) return undefined;
  const style = EVENT_STYLES.find((known) => known === value);
  if (!style) throw new GeneratorOptionError('--style', `must be one of ${EVENT_STYLES.join(', ')}`);
  return style;
}

function defectsOf(value: string | undefined): readonly DefectName[] | undefined {
  if (value === undefined) return undefined;
  if (value === 'all') return DEFECT_NAMES;
  return value.split(',').map((name) => {
    const defect = DEFECT_NAMES.find((known) => known === name.trim());
    if (!defect) throw new GeneratorOptionError('--defects', `does not know "${name}"; --list-defects shows them`);
    return defect;
  });
}
