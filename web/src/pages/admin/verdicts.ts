import type { Schemas } from '../../api/client.js';
import { plural } from '../../format/numbers.js';

/** Green, amber or red. */
export type Level = 'GOOD' | 'CARE' | 'TROUBLE';

/** Whether a part of the warehouse works, and why. */
export interface Verdict {
  name: string;
  level: Level;
  reasons: string[];
}

const WORST: readonly Level[] = ['TROUBLE', 'CARE', 'GOOD'];
export const worstOf = (levels: readonly Level[]): Level => WORST.find((level) => levels.includes(level)) ?? 'GOOD';

export function jobsVerdict(jobs: readonly Schemas['JobView'][]): Verdict {
  const failed = jobs.filter(({ lastResult }) => lastResult?.startsWith('FAILED') === true);
  const neverRun = jobs.filter(({ isEnabled, lastStartedAt }) => isEnabled && lastStartedAt === null);
  const reasons = [
    ...failed.map(({ name, lastResult }) => `${name}: ${lastResult}`),
    ...(neverRun.length === 0 ? [] : [`${plural(neverRun.length, 'job')} not run yet: ${namesOf(neverRun)}`]),
  ];
  const level = failed.length > 0 ? 'TROUBLE' : 'GOOD';
  return { name: 'Jobs', level, reasons: orElse(reasons, `The last runs of ${plural(jobs.length, 'job')} succeeded.`) };
}

const namesOf = (jobs: readonly Schemas['JobView'][]): string => jobs.map(({ name }) => name).join(', ');

export function qualityVerdict({ health, reasons, openIssues }: Schemas['QualitySummary']): Verdict {
  const level = ({ HEALTHY: 'GOOD', DEGRADED: 'CARE', CRITICAL: 'TROUBLE' } as const)[health];
  const texts = reasons.map(({ message }) => message);
  return { name: 'Data quality', level, reasons: orElse(texts, `${plural(openIssues.total, 'open issue')}.`) };
}

export function freshnessVerdict({ freshness }: Schemas['QualitySummary']): Verdict {
  const { stale, fresh, normal, closed } = freshness;
  if (stale + fresh + normal + closed === 0)
    return { name: 'Live data', level: 'CARE', reasons: ['No park has live data.'] };
  const upToDate = `${plural(fresh + normal, 'open park')} up to date, ${closed} closed.`;
  if (stale === 0) return { name: 'Live data', level: 'GOOD', reasons: [upToDate] };
  const old = `${plural(stale, 'open park')} without a live answer for 30 minutes.`;
  return { name: 'Live data', level: 'TROUBLE', reasons: [old, upToDate] };
}

export function storageVerdict({ active }: Schemas['StorageAlertsView']): Verdict {
  const level = worstOf(active.map(({ severity }) => (severity === 'CRITICAL' ? 'TROUBLE' : 'CARE')));
  const texts = active.map(({ note, type }) => note ?? type);
  return { name: 'Storage', level, reasons: orElse(texts, 'No alert is active.') };
}

export function importsVerdict(imports: readonly Schemas['ImportView'][]): Verdict {
  const isFailed = ({ status, interrupted }: Schemas['ImportView']) => status === 'FAILED' || interrupted;
  const isRunning = ({ status, interrupted }: Schemas['ImportView']) => status === 'IN_PROGRESS' && !interrupted;
  const failed = imports.filter(isFailed);
  const running = imports.filter(isRunning).length;
  const reasons = failed.map(
    ({ destination, interrupted, importId }) =>
      `${destination.name}: ${interrupted ? 'interrupted' : 'failed'} (${importId})`,
  );
  const fine = running > 0 ? `${plural(running, 'import')} in progress.` : 'No import failed.';
  return { name: 'Imports', level: failed.length > 0 ? 'CARE' : 'GOOD', reasons: orElse(reasons, fine) };
}

const orElse = (reasons: string[], otherwise: string): string[] => (reasons.length > 0 ? reasons : [otherwise]);
