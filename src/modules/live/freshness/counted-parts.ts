import type { ExclusionInterval, ExclusionScope } from '../../exclusions/exclusion.js';
import type { TimedState } from '../../park-use/use-of-states.js';

type Excluded = ExclusionInterval & { scope: ExclusionScope };

/**
 * The parts of a run that count, oldest first: without what lies in intervals that exclude everything, and without the wait
 * in those that exclude waits.
 */
export function countedParts<Run extends TimedState>(run: Run, intervals: readonly Excluded[]): Run[] {
  const { fromMs, untilMs } = run;
  const overlapping = intervals.filter((one) => one.fromMs <= untilMs && (one.toMs === null || one.toMs > fromMs));
  if (overlapping.length === 0) return [run];
  const edges = overlapping.flatMap((one) => [one.fromMs, one.toMs ?? Infinity]);
  const inside = [...new Set(edges)].filter((edge) => fromMs < edge && edge < untilMs).sort((a, b) => a - b);
  const parts: { run: Run; scope: ExclusionScope | null }[] = [];
  for (const [index, startMs] of [fromMs, ...inside].entries()) {
    const [scope, endMs] = [scopeAt(overlapping, startMs), inside[index] ?? untilMs];
    const last = parts.at(-1);
    if (last?.scope === scope) last.run = { ...last.run, untilMs: endMs };
    else parts.push({ run: { ...run, fromMs: startMs, untilMs: endMs }, scope });
  }
  return parts
    .filter(({ scope }) => scope !== 'ALL')
    .map((part) => (part.scope === 'WAIT' ? { ...part.run, waitMinutes: null } : part.run));
}

function scopeAt(intervals: readonly Excluded[], atMs: number): ExclusionScope | null {
  const holding = intervals.filter(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs));
  return holding.find(({ scope }) => scope === 'ALL')?.scope ?? holding[0]?.scope ?? null;
}
