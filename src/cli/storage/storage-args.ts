import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

export type StorageCommand =
  { action: 'help' } | { action: 'measure'; json: boolean } | { action: 'report'; json: boolean; days: number };

const DEFAULT_DAYS = 30;
const MAX_DAYS = 365;
const OPTIONS = {
  days: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseStorageArgs(args: readonly string[]): StorageCommand {
  const { values, positionals } = parseOptions({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) return { action: 'help' };
  const [word, ...others] = positionals;
  if (others.length > 0 || (word !== 'measure' && word !== 'report')) {
    throw new UsageError(
      `One of these is wanted: measure, report${word === undefined ? '' : `; not "${positionals.join(' ')}"`}`,
    );
  }
  const json = values.json === true;
  if (word === 'report') return { action: 'report', json, days: daysOf(values.days) };
  if (values.days !== undefined) throw new UsageError('--days belongs to the report; measuring is always of today');
  return { action: 'measure', json };
}

function daysOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_DAYS;
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MAX_DAYS) return days;
  throw new UsageError(`--days wants a whole number from 1 to ${MAX_DAYS}, not "${text}"`);
}
