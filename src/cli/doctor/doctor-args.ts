import { parseArgs } from 'node:util';
import { UsageError, withUsageErrors } from '../usage-error.js';

export interface DoctorCommand {
  help: boolean;
  json: boolean;
  repairClock: boolean;
}

const OPTIONS = {
  'repair-clock': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseDoctorArgs(args: readonly string[]): DoctorCommand {
  const parse = () => parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
  const { values, positionals } = withUsageErrors(parse);
  if (positionals.length > 0) throw new UsageError(`Unknown argument "${positionals.join(' ')}"`);
  return { help: values.help === true, json: values.json === true, repairClock: values['repair-clock'] === true };
}
