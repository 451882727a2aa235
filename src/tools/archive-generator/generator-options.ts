import { DomainError } from '../../common/domain-error.js';
import { DEFECT_NAMES, type DefectName } from './defect-catalog.js';
import { epochDayOf, isoDayOf } from '../epoch-days.js';

/** `log`: an event only where something changed. `sampled`: an event at every step, changed or not. */
export const EVENT_STYLES = ['log', 'sampled'] as const;
export type EventStyle = (typeof EVENT_STYLES)[number];

export interface GeneratorOptions {
  seed: number;
  destinations: number;
  /** UTC days, one file per destination and day. */
  days: number;
  /** First UTC day, YYYY-MM-DD. */
  start: string;
  /** Rides and shows per destination. */
  rides: number;
  style: EventStyle;
  /** Mean minutes between two changes of an average ride; popular rides change more often. */
  changeMinutes: number;
  /** Events per ride with a queue and full day; replaces `changeMinutes`. */
  eventsPerRideDay: number | null;
  /** Share of files from 0 to 1: gzip, plain JSON (the rest is zlib), and `{"events":[…]}` around the array. */
  gzipShare: number;
  plainShare: number;
  wrappedShare: number;
  /** Compression level of zlib and gzip, 0 to 9. */
  compressionLevel: number;
  defects: readonly DefectName[];
  /** How often each of `defects` occurs. */
  defectRepeats: number;
  /** Inflated size of the bomb. */
  bombBytes: number;
}

export const DEFAULT_GENERATOR_OPTIONS: Readonly<GeneratorOptions> = {
  seed: 1,
  destinations: 2,
  days: 60,
  start: '2024-01-01',
  rides: 40,
  style: 'log',
  changeMinutes: 15,
  eventsPerRideDay: null,
  gzipShare: 0,
  plainShare: 0,
  wrappedShare: 1 / 7,
  compressionLevel: 6,
  defects: [],
  defectRepeats: 1,
  bombBytes: 2 * 1024 ** 3,
};

/** An invalid option; `details.option` names it. */
export class GeneratorOptionError extends DomainError {
  declare readonly details: { readonly option: string };

  constructor(option: string, rule: string) {
    super('VALIDATION_FAILED', `${option}: ${rule}`, { option });
  }
}

/** Integer options, with their smallest and largest value. */
const WHOLE_RANGES = [
  ['seed', 0, 0xffff_ffff],
  ['destinations', 1, 1000],
  ['days', 1, 20_000],
  ['rides', 1, 2000],
  ['compressionLevel', 0, 9],
  ['defectRepeats', 1, 1000],
  ['bombBytes', 1024, 64 * 1024 ** 3],
] as const;
const SHARES = ['gzipShare', 'plainShare', 'wrappedShare'] as const;

/** Fills in the defaults and checks everything. Throws {@link GeneratorOptionError}. */
export function resolveOptions(given: Partial<GeneratorOptions>): GeneratorOptions {
  const options = { ...DEFAULT_GENERATOR_OPTIONS, ...withoutUndefined(given) };
  for (const [name, min, max] of WHOLE_RANGES) {
    const value = options[name];
    if (!Number.isSafeInteger(value) || value < min || value > max) {
      throw new GeneratorOptionError(name, `must be a whole number from ${min} to ${max}`);
    }
  }
  for (const name of SHARES) {
    if (!(options[name] >= 0 && options[name] <= 1)) throw new GeneratorOptionError(name, 'must be from 0 to 1');
  }
  if (options.gzipShare + options.plainShare > 1) {
    throw new GeneratorOptionError('plainShare', 'and gzipShare must not be more than 1 together');
  }
  checkDay(options.start);
  checkDensity(options);
  if (!EVENT_STYLES.includes(options.style)) {
    throw new GeneratorOptionError('style', `must be one of ${EVENT_STYLES.join(', ')}`);
  }
  for (const defect of options.defects) {
    if (!DEFECT_NAMES.includes(defect))
      throw new GeneratorOptionError('defects', `has an unknown defect "${String(defect)}"`);
  }
  return options;
}

function withoutUndefined(given: Partial<GeneratorOptions>): Partial<GeneratorOptions> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkDay(start: string): void {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(start) ? epochDayOf(start) : Number.NaN;
  if (Number.isNaN(day) || isoDayOf(day) !== start) {
    throw new GeneratorOptionError('start', 'must be a day, YYYY-MM-DD');
  }
}

function checkDensity({ changeMinutes, eventsPerRideDay }: GeneratorOptions): void {
  if (!(changeMinutes >= 0.1 && changeMinutes <= 1440)) {
    throw new GeneratorOptionError('changeMinutes', 'must be from 0.1 to 1440');
  }
  if (eventsPerRideDay !== null && !(eventsPerRideDay >= 1 && eventsPerRideDay <= 10_000)) {
    throw new GeneratorOptionError('eventsPerRideDay', 'must be from 1 to 10000');
  }
}
