import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';
import { UUID_PATTERN } from '../../common/reading/uuid.js';

export type CollectCommand = { action: 'help' } | { action: 'once'; destinationId: string | null; json: boolean };

const OPTIONS = {
  once: { type: 'boolean' },
  destination: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseCollectArgs(args: readonly string[]): CollectCommand {
  const { values } = parseOptions({ args: [...args], options: OPTIONS, strict: true });
  if (values.help === true) return { action: 'help' };
  if (values.once !== true) {
    throw new UsageError('Say --once for one cycle; the server collects by itself, on the schedule of COLLECT_CRON');
  }
  return { action: 'once', destinationId: destinationOf(values.destination), json: values.json === true };
}

function destinationOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const destinationId = text.trim().toLowerCase();
  if (UUID_PATTERN.test(destinationId)) return destinationId;
  throw new UsageError(`--destination wants the UUID of a destination (see /api/destinations), not "${text}"`);
}
