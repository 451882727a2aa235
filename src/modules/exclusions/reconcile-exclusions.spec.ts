import fc from 'fast-check';
import { merged } from '../../common/time/time-intervals.js';
import type { ExclusionInterval, StoredExclusion } from './exclusion.js';
import { type FoundInterval, reconcile } from './reconcile-exclusions.js';

const EVERYTHING: ExclusionInterval = { fromMs: -1_000, toMs: null };
const stored = (fromMs: number, toMs: number | null, overrides: Partial<StoredExclusion> = {}): StoredExclusion => ({
  ...{ exclusionId: fromMs, parkId: 7, rideId: null, reason: 'ZERO_WAITS', scope: 'WAIT', origin: 'RULE' },
  ...{ fromMs, toMs, revokedOrigin: null, decidedBy: null, logId: null },
  ...overrides,
});
const REFUSED = { revokedOrigin: 'PERSON', decidedBy: 'PERSON' } as const;
const RESTORED = { decidedBy: 'PERSON' } as const;
const REVOKED_BY_RULE = { revokedOrigin: 'RULE', decidedBy: 'RULE' } as const;
const at = (fromMs: number, toMs: number | null): FoundInterval => ({ fromMs, toMs });

describe('exclusions of a rule, examined again', () => {
  it('are created if there are none, and stay unchanged if they are found again', () => {
    expect(reconcile([at(100, 200)], [], EVERYTHING)).toEqual([
      { kind: 'CREATE', interval: at(100, 200), partOf: null },
    ]);
    expect(reconcile([at(100, 200)], [stored(100, 200)], EVERYTHING)).toEqual([]);
  });

  it('shrink, grow or are split to match the found intervals', () => {
    const one = stored(100, 200);
    expect(reconcile([at(120, 150)], [one], EVERYTHING)).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(120, 150) },
    ]);
    expect(reconcile([at(100, 130), at(150, 250)], [one], EVERYTHING)).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(100, 130) },
      { kind: 'CREATE', interval: at(150, 250), partOf: one },
    ]);
  });

  it('are revoked if nothing is found, with or without an end', () => {
    for (const one of [stored(100, 200), stored(100, null)]) {
      expect(reconcile([], [one], EVERYTHING)).toEqual([{ kind: 'REVOKE', stored: one }]);
    }
  });

  it('are restored if a rule had revoked them', () => {
    const one = stored(100, 200, REVOKED_BY_RULE);
    expect(reconcile([at(110, 190)], [one], EVERYTHING)).toEqual([
      { kind: 'RESTORE', stored: one, interval: at(110, 190) },
    ]);
  });

  it('stay unchanged outside of the examined time', () => {
    const one = stored(100, 200);
    expect(reconcile([], [one], at(150, 300))).toEqual([{ kind: 'RESIZE', stored: one, interval: at(100, 150) }]);
    expect(reconcile([at(150, 300)], [one], at(150, 300))).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(100, 300) },
    ]);
  });

  it('stay in progress while nothing contradicts them, and end otherwise', () => {
    const one = stored(100, null);
    expect(reconcile([{ ...at(100, 200), mayGoOn: true }], [one], EVERYTHING)).toEqual([]);
    expect(reconcile([at(100, 200)], [one], at(100, 300))).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(100, 200) },
    ]);
    expect(reconcile([at(100, 300)], [one], at(100, 300))).toEqual([]);
  });

  it('that a person revoked grow with adjoining intervals, and are never restored', () => {
    const one = stored(100, 200, REFUSED);
    expect(reconcile([], [one], EVERYTHING)).toEqual([]);
    expect(reconcile([at(80, 300)], [one], EVERYTHING)).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(80, 300) },
    ]);
  });

  it('that a person restored stay in force without being found', () => {
    const one = stored(100, 200, RESTORED);
    expect(reconcile([], [one], EVERYTHING)).toEqual([]);
    expect(reconcile([at(120, 250)], [one], EVERYTHING)).toEqual([
      { kind: 'RESIZE', stored: one, interval: at(100, 250) },
    ]);
  });
});

const interval = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.boolean())
  .map(([fromMs, length, isOpen]) => at(fromMs, isOpen && fromMs > 30 ? null : fromMs + length));
const decision = fc.constantFrom({}, {}, REVOKED_BY_RULE, REFUSED, RESTORED);

/** The instants that the intervals cover. */
const covered = (intervals: readonly ExclusionInterval[]): number[] =>
  Array.from({ length: 60 }, (_, ms) => ms).filter((ms) =>
    intervals.some(({ fromMs, toMs }) => fromMs <= ms && (toMs === null || ms < toMs)),
  );

function applied(found: readonly FoundInterval[], before: StoredExclusion[], examined: ExclusionInterval) {
  const after = new Map(before.map((one) => [one, one]));
  for (const step of reconcile(found, before, examined)) {
    if (step.kind === 'CREATE') after.set(stored(-1, 0), stored(step.interval.fromMs, step.interval.toMs));
    else if (step.kind === 'REVOKE') after.set(step.stored, { ...step.stored, ...REVOKED_BY_RULE });
    else if (step.kind === 'RESIZE') after.set(step.stored, { ...step.stored, ...step.interval });
    else after.set(step.stored, { ...step.stored, ...step.interval, revokedOrigin: null, decidedBy: 'RULE' });
  }
  return [...after.values()];
}
const inForce = (all: readonly StoredExclusion[]) => all.filter(({ revokedOrigin }) => revokedOrigin === null);

describe('reconciling any stored exclusions', () => {
  it('leaves exactly the found intervals in force if everything was examined and no person decided otherwise', () => {
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 5 }),
        fc.array(fc.tuple(interval, fc.constantFrom({}, REVOKED_BY_RULE)), { maxLength: 5 }),
        (found, rows) => {
          const before = rows.map(([{ fromMs, toMs }, of]) => stored(fromMs, toMs, of));
          const after = applied(found, before, EVERYTHING);
          const wanted = merged(
            found.map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs ?? Infinity })),
            0,
          );
          const intervals = inForce(after).map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs ?? Infinity }));
          expect(intervals.sort((a, b) => a.startMs - b.startMs)).toEqual(wanted);
          expect(reconcile(found, after, EVERYTHING)).toEqual([]);
        },
      ),
    );
  });

  it('changes nothing outside of the examined and found intervals, and no decision of a person', () => {
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 4 }),
        fc.array(fc.tuple(interval, decision), { maxLength: 5 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (found, rows, fromMs, length) => {
          const before = rows.map(([one, of]) => stored(one.fromMs, one.toMs, of));
          const examined = at(fromMs, fromMs + length);
          const after = applied(found, before, examined);
          const decided = (of: object) => covered(rows.filter(([, one]) => one === of).map(([one]) => one));
          const [refused, restored] = [new Set(decided(REFUSED)), new Set(decided(RESTORED))];
          const [earlier, later] = [new Set(covered(inForce(before))), new Set(covered(inForce(after)))];
          for (const ms of restored) expect(later.has(ms)).toBe(true);
          // Exclusions in force never overlap those that a person revoked.
          fc.pre(![...refused].some((ms) => earlier.has(ms)));
          const isOpen = before.some(({ toMs }) => toMs === null);
          const touched = new Set([...covered([examined]), ...covered(found)]);
          for (let ms = 0; ms < 60; ms++) {
            if (refused.has(ms)) expect([ms, later.has(ms)]).toEqual([ms, false]);
            else if (!touched.has(ms) && !isOpen) expect([ms, later.has(ms)]).toEqual([ms, earlier.has(ms)]);
          }
        },
      ),
    );
  });
});
