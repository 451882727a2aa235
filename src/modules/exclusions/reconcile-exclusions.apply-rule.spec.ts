import type { StoredExclusion } from './exclusion.js';
import { applyRule } from './reconcile-exclusions.js';

const stored = (overrides: Partial<StoredExclusion> = {}): StoredExclusion => ({
  ...{ exclusionId: 1, parkId: 7, rideId: null, reason: 'ZERO_WAITS', scope: 'WAIT', origin: 'RULE' },
  ...{ fromMs: 100, toMs: 200, revokedOrigin: null, decidedBy: null, logId: null },
  ...overrides,
});

describe('an interval that a rule finds', () => {
  it('creates an exclusion if none is stored', () => {
    expect(applyRule({ fromMs: 100, toMs: null }, [])).toEqual({ kind: 'CREATE' });
  });

  it('changes nothing if a stored exclusion already contains it', () => {
    expect(applyRule({ fromMs: 100, toMs: 200 }, [stored()])).toEqual({ kind: 'KEEP' });
    expect(applyRule({ fromMs: 150, toMs: 180 }, [stored({ toMs: null })])).toEqual({ kind: 'KEEP' });
  });

  it('extends the stored exclusion at either end', () => {
    const grown = applyRule({ fromMs: 50, toMs: null }, [stored()]);
    expect(grown).toMatchObject({ kind: 'RESIZE', interval: { fromMs: 50, toMs: null } });
  });

  it('extends an exclusion that a person revoked, without restoring it', () => {
    const step = applyRule({ fromMs: 150, toMs: 300 }, [stored({ revokedOrigin: 'PERSON' })]);
    expect(step).toMatchObject({ kind: 'RESIZE', interval: { fromMs: 100, toMs: 300 } });
  });

  it('restores an exclusion that a rule revoked', () => {
    const step = applyRule({ fromMs: 110, toMs: 190 }, [stored({ revokedOrigin: 'RULE' })]);
    expect(step).toMatchObject({ kind: 'RESTORE', interval: { fromMs: 110, toMs: 190 } });
  });
});
