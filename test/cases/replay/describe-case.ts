import { groupBy } from '../../../src/common/collections.js';
import { compare } from './check-case.js';
import { hasExpected, readExpected } from './expected.js';
import { findings } from './found.js';
import { readCase } from './plan.js';
import { type Replayed, replayCase } from './replay-case.js';
import { type Metrics, parkDays, rideDays, type StoredDay } from './stored-days.js';

const MOST_RIDES = 6;
const MOST_RIDE_DAYS = 40;
const MOST_FINDINGS_OF_A_KIND = 3;

/** Replays a case and returns what came out of it, as lines of text for a reader. */
export async function describeCase(folder: string): Promise<string[]> {
  return await replayCase(readCase(folder), describeResult);
}

async function describeResult({ replayed, warehouse, actions }: Replayed): Promise<string[]> {
  const lines = [...actions.reports.filter((line) => !line.startsWith('ASK'))];
  for (const [text, times] of actions.uncleanPolls) lines.push(`POLLS ${times} x ${text}`);
  for (const day of await parkDays(warehouse))
    lines.push(`PARK ${day.name} ${day.localDate}: ${parkText(day.metrics)}`);
  lines.push(...rideLines(await rideDays(warehouse)), ...(await findingLines({ warehouse })));
  for (const query of replayed.plan.sql ?? []) {
    lines.push(`SQL ${query}`);
    for (const row of await warehouse.query<object>(query)) lines.push(`    ${JSON.stringify(row)}`);
  }
  lines.push(...actions.reports.filter((line) => line.startsWith('ASK')));
  if (!hasExpected(replayed.folder)) return lines;
  const problems = await compare(readExpected(replayed.folder), { replayed, warehouse, actions });
  return [...lines, ...problems.map((problem) => `DIFFERS ${problem}`)];
}

function parkText(metrics: Metrics): string {
  const { opensAt, closesAt, coverage, ridesTracked, ridesOperated } = metrics;
  return [
    `opens ${clockText(opensAt)} closes ${clockText(closesAt)} ${waitText(metrics)}`,
    `coverage ${coverage === null ? null : Number(coverage).toFixed(4)} tracked ${String(ridesTracked)} operated ${String(ridesOperated)}`,
    inUseText(metrics),
  ].join(' | ');
}

function rideLines(days: StoredDay[]): string[] {
  const names = [...new Set(days.map(({ name }) => name))];
  const shown = names.length <= MOST_RIDES ? names : [...names.slice(0, 3), names.at(-1)!];
  const lines = days
    .filter(({ name }) => shown.includes(name))
    .slice(0, MOST_RIDE_DAYS)
    .map(
      ({ name, entityType, localDate, metrics }) => `RIDE ${name} [${entityType}] ${localDate}: ${rideText(metrics)}`,
    );
  return shown.length === names.length ? lines : [...lines, `RIDE ... ${days.length} ride-days in all`];
}

function rideText(metrics: Metrics): string {
  const { operatingMinutes, downMinutes, closedMinutes, observedMinutes, unknownMinutes, snapshotCount } = metrics;
  return [
    `operating ${short(operatingMinutes)} down ${short(downMinutes)} closed ${short(closedMinutes)}`,
    `observed ${short(observedMinutes)} unobserved ${short(unknownMinutes)}`,
    `${waitText(metrics)} over ${short(metrics.waitKnownMinutes)} p50 ${short(metrics.p50Wait)} p90 ${short(metrics.p90Wait)}`,
    inUseText(metrics),
    `rows ${String(snapshotCount)} changes ${String(metrics.statusChanges)}`,
  ].join(' | ');
}

function waitText({ averageWaitMinutes, minWait, maxWait }: Metrics): string {
  return `average ${short(averageWaitMinutes)} min ${short(minWait)} max ${short(maxWait)}`;
}

function inUseText({
  scheduledMinutes,
  scheduledObservedMinutes,
  scheduledOperatingMinutes,
  scheduledDownMinutes,
}: Metrics): string {
  const observed = `observed ${short(scheduledObservedMinutes)} operating ${short(scheduledOperatingMinutes)}`;
  return `in use ${short(scheduledMinutes)} ${observed} down ${short(scheduledDownMinutes)}`;
}

async function findingLines({ warehouse }: Pick<Replayed, 'warehouse'>): Promise<string[]> {
  const found = groupBy(await findings(warehouse), ({ type, reason, entity }) => `${type} ${reason} ${entity}`);
  return [...found].flatMap(([kind, group]) =>
    group.slice(0, MOST_FINDINGS_OF_A_KIND).map((finding) => {
      const { entityId, windowStart, windowEnd, status, records, description } = finding;
      const target = `#${entityId} ${windowStart ?? '-'}..${windowEnd ?? '-'} ${status} x${records}`;
      return `FOUND ${kind} (${group.length} rows) ${target}: ${description.slice(0, 220)}`;
    }),
  );
}

function clockText(at: unknown): string {
  return typeof at === 'string' ? at.slice(5, 16) : '-';
}

/** At most two decimals. */
function short(value: unknown): string {
  return value === null || value === undefined ? String(value ?? '-') : String(Math.round(Number(value) * 100) / 100);
}
