import { isLocalDate, isUtcInstant } from '../../common/http/dto/calendar.js';
import { MAX_INTERNAL_ID } from '../../common/http/dto/fields.js';
import { QUEUES } from '../../modules/export/datasets/queue-dataset.js';
import { SNAPSHOTS } from '../../modules/export/datasets/snapshot-dataset.js';
import type { ExportRequest } from '../../modules/export/export.service.js';
import { EXPORT_FORMATS, type ExportFormatName } from '../../modules/export/formats/export-format.js';
import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

export type ExportCommand =
  | { action: 'help' }
  /** Without `output` to stdout. */
  | { action: 'export'; request: ExportRequest; output: string | null };

const OPTIONS = {
  'park-id': { type: 'string' },
  'ride-id': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  queues: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

const RANGE_OF_A_DAY = 'one day is --from 2024-12-25 --to 2024-12-26';

/** Reads the command line. Throws {@link UsageError} with the option and what it wants. */
export function parseExportArgs(args: readonly string[]): ExportCommand {
  const { values } = parseOptions({ args: [...args], options: OPTIONS, strict: true });
  if (values.help === true) return { action: 'help' };
  const [fromMs, toMs] = [instantOf('--from', values.from), instantOf('--to', values.to)];
  if (fromMs >= toMs) throw new UsageError(`--from must be before --to, which is not included: ${RANGE_OF_A_DAY}`);
  if (values.output === '') throw new UsageError('--output wants the path of a file');
  const request: ExportRequest = {
    dataset: values.queues === true ? QUEUES : SNAPSHOTS,
    target: entityOf(values['park-id'], values['ride-id']),
    fromMs,
    toMs,
    format: formatOf(values.format),
  };
  return { action: 'export', request, output: values.output ?? null };
}

function entityOf(parkId: string | undefined, rideId: string | undefined): ExportRequest['target'] {
  if (parkId !== undefined && rideId === undefined) return { parkId: idOf('--park-id', parkId) };
  if (rideId !== undefined && parkId === undefined) return { rideId: idOf('--ride-id', rideId) };
  throw new UsageError('Exactly one of --park-id and --ride-id is wanted');
}

function idOf(option: string, text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MAX_INTERNAL_ID) return id;
  throw new UsageError(`${option} wants a number as in /api/parks, not "${text}"`);
}

/** A day is its midnight in UTC. */
function instantOf(option: string, text: string | undefined): number {
  if (text !== undefined && (isUtcInstant(text) || isLocalDate(text))) return Date.parse(text);
  throw new UsageError(`${option} wants an instant or a day in UTC, such as 2024-12-25T00:05:10Z or 2024-12-25`);
}

function formatOf(text: string = 'ndjson'): ExportFormatName {
  const format = EXPORT_FORMATS.find((name) => name === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format wants one of ${EXPORT_FORMATS.join(', ')}, not "${text}"`);
}
