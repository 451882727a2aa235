import type { InjectedFault } from '../support/fault-plan.js';
import { type FaultyWeek, type FoundFault, collectFaultyWeek } from '../support/faulty-week.js';

const STEP_MINUTES = 15;
const STEP_MS = STEP_MINUTES * 60_000;

/** Where a live answer's own findings begin and end is when they were first and last seen. */
const windowOf = ({ reason, start, end, firstSeenAt, lastSeenAt }: FoundFault): [number, number] =>
  reason === 'DUPLICATE_ENTITY' ? [firstSeenAt.getTime(), lastSeenAt.getTime()] : [start.getTime(), end.getTime()];

/** The same kind, the same place, and the same time: a frozen feed may have stood still a little before it froze. */
function matches(injected: InjectedFault, found: FoundFault): boolean {
  const { reason, entityType, entityId, startMs, endMs } = injected;
  const [from, until] = windowOf(found);
  const early = reason === 'FROZEN_PARK' ? 2 * STEP_MS : 0;
  return (
    found.reason === reason &&
    found.entityType === entityType &&
    found.entityId === entityId &&
    from <= startMs &&
    from >= startMs - early &&
    until >= endMs &&
    until <= endMs + early
  );
}

const textOf = (found: FoundFault): string =>
  `${found.reason} ${found.entityType} ${found.entityId} ${windowOf(found)
    .map((ms) => new Date(ms).toISOString())
    .join(' to ')}: ${found.description}`;

describe('a simulated week with known faults', () => {
  it('yields a finding for every fault, with the right place, time and kind, and no false finding', async () => {
    const startedMs = performance.now();
    const week: FaultyWeek = await collectFaultyWeek({
      startMs: Date.parse('2026-04-13T06:00:00Z'),
      days: 7,
      stepMinutes: STEP_MINUTES,
      ridesPerDestination: 10,
    });
    const { injected, found } = week;
    const missed = injected.filter((fault) => !found.some((finding) => matches(fault, finding)));
    const invented = found.filter((finding) => !injected.some((fault) => matches(fault, finding)));
    console.table({
      'cycles, fifteen minutes apart': week.cycles,
      'checks, three hours apart': week.checks,
      'faults injected': injected.length,
      'kinds of them': new Set(injected.map(({ name }) => name)).size,
      findings: found.length,
      getOrLoad: Number(((injected.length - missed.length) / injected.length).toFixed(3)),
      precision: Number(((found.length - invented.length) / found.length).toFixed(3)),
      seconds: Math.round((performance.now() - startedMs) / 1000),
    });
    expect(missed.map((fault) => `${fault.name} ${JSON.stringify(fault)}`)).toEqual([]);
    expect(invented.map(textOf)).toEqual([]);
  });
});
