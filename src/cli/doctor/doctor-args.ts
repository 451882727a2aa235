import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

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
  const { values, positionals } = parseOptions({
    ...{ args: [...args], options: OPTIONS, strict: true, allowPositionals: true },
  });
  if (positionals.length > 0) throw new UsageError(`Unknown argument "${positionals.join(' ')}"`);
  return { help: values.help === true, json: values.json === true, repairClock: values['repair-clock'] === true };
}
