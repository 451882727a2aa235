import { isLocalDate } from '../../common/http/dto/calendar.js';
import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

export interface CheckCommand {
  help: boolean;
  json: boolean;
  parkId: number | null;
  startDate?: string;
  endDate?: string;
}

const OPTIONS = {
  'park-id': { type: 'string' },
  'start-date': { type: 'string' },
  'end-date': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseCheckArgs(args: readonly string[]): CheckCommand {
  const { values } = parseOptions({ args: [...args], options: OPTIONS, strict: true });
  const startDate = dateOf('--start-date', values['start-date']);
  const endDate = dateOf('--end-date', values['end-date']);
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw new UsageError(`--start-date ${startDate} lies after --end-date ${endDate}`);
  }
  return {
    help: values.help === true,
    json: values.json === true,
    parkId: parkOf(values['park-id']),
    ...(startDate === undefined ? {} : { startDate }),
    ...(endDate === undefined ? {} : { endDate }),
  };
}

function dateOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined || isLocalDate(text)) return text;
  throw new UsageError(`${option} wants a day as YYYY-MM-DD, not "${text}"`);
}

function parkOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError(`--park-id wants the id of a park (see /api/parks), not "${text}"`);
}
