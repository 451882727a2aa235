import { parseArgs } from 'node:util';
import { isLocalDate } from '../../common/http/dto/calendar.js';
import type { RebuildScope } from '../../modules/analytics/statistics/rebuild/rebuild-record.js';
import { UsageError, withUsageErrors } from '../usage-error.js';

export type StatisticsCommand = { action: 'help' } | { action: 'drain' } | { action: 'rebuild'; scope: RebuildScope };

/** @throws UsageError */
export function parseStatisticsArgs(args: readonly string[]): StatisticsCommand {
  const options = {
    'park-id': { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = withUsageErrors(() =>
    parseArgs({ args: [...args], options, allowPositionals: true }),
  );
  if (values.help === true) return { action: 'help' };
  const [word, ...others] = positionals;
  if (others.length > 0 || (word !== 'drain' && word !== 'rebuild')) {
    throw new UsageError('One of these is wanted: drain, rebuild');
  }
  const { 'park-id': parkId, from, to } = values;
  if (word === 'rebuild') {
    const scope = { parkId: idOf(parkId), from: dayOf('--from', from), to: dayOf('--to', to) };
    if (scope.from !== null && scope.to !== null && scope.from > scope.to) {
      throw new UsageError(`--from ${scope.from} lies after --to ${scope.to}`);
    }
    return { action: 'rebuild', scope };
  }
  if ([parkId, from, to].some((value) => value !== undefined)) throw new UsageError('drain takes no options');
  return { action: 'drain' };
}

function idOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(`--park-id wants the id of a park, not "${text}"`);
  return Number(text);
}

function dayOf(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isLocalDate(text)) throw new UsageError(`${option} wants a day as YYYY-MM-DD, not "${text}"`);
  return text;
}
