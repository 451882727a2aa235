import { MAX_INTERNAL_ID } from '../../common/http/dto/fields.js';
import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

export type MetadataSyncCommand =
  { action: 'help' } | { action: 'sync'; parkId: number | null; rideId: number | null; force: boolean; json: boolean };

const OPTIONS = {
  'park-id': { type: 'string' },
  'ride-id': { type: 'string' },
  force: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseMetadataSyncArgs(args: readonly string[]): MetadataSyncCommand {
  const { values } = parseOptions({ args: [...args], options: OPTIONS, strict: true });
  if (values.help === true) return { action: 'help' };
  return {
    action: 'sync',
    parkId: idOf('--park-id', values['park-id']),
    rideId: idOf('--ride-id', values['ride-id']),
    force: values.force === true,
    json: values.json === true,
  };
}

function idOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MAX_INTERNAL_ID) return id;
  throw new UsageError(`${option} wants an id of this warehouse (see /api/parks), not "${text}"`);
}
