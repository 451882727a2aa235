import { isLocalDate } from '../../common/http/dto/calendar.js';
import type { RebuildScope } from '../../modules/analytics/statistics/rebuild/rebuild-record.js';
import { parseOptions } from '../parse-options.js';
import { UsageError } from '../usage-error.js';

export type StatisticsCommand = { action: 'help' } | { action: 'refresh' } | { action: 'rebuild'; scope: RebuildScope };

const OPTIONS = {
  'park-id': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = Readonly<Partial<Record<keyof typeof OPTIONS, string | boolean>>>;

/** @throws UsageError */
export function parseStatisticsArgs(args: readonly string[]): StatisticsCommand {
  const { values, positionals } = parseOptions({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) return { action: 'help' };
  const [word, ...others] = positionals;
  if (others.length > 0 || (word !== 'refresh' && word !== 'rebuild')) {
    throw new UsageError('One of these is wanted: drain, rebuild');
  }
  if (word === 'rebuild') return { action: 'rebuild', scope: scopeOf(values) };
  if (Object.keys(values).length > 0) throw new UsageError('drain takes no options');
  return { action: 'refresh' };
}

/** A rebuild of everything can take hours, so a forgotten option must not start one. */
function scopeOf({ 'park-id': parkId, from, to, all }: Values): RebuildScope {
  const scope = { parkId: idOf(parkId), from: dayOf('--from', from), to: dayOf('--to', to) };
  const isLimited = Object.values(scope).some((limit) => limit !== null);
  if (!isLimited && all !== true) throw new UsageError('Say what to rebuild: --park-id, --from, --to, or --all');
  if (isLimited && all === true) throw new UsageError('--all excludes --park-id, --from and --to');
  if (scope.from !== null && scope.to !== null && scope.from > scope.to) {
    throw new UsageError(`--from ${scope.from} lies after --to ${scope.to}`);
  }
  return scope;
}

function idOf(text: string | boolean | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(String(text))) throw new UsageError(`--park-id wants the id of a park, not "${text}"`);
  return Number(text);
}

function dayOf(option: string, text: string | boolean | undefined): string | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && isLocalDate(text)) return text;
  throw new UsageError(`${option} wants a day as YYYY-MM-DD, not "${text}"`);
}
