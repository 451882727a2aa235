import type { StoredExclusion } from './exclusion.js';
import { applyRule } from './reconcile.js';

const stored = (overrides: Partial<StoredExclusion> = {}): StoredExclusion => ({
  ...{ exclusionId: 1, parkId: 7, rideId: null, reason: 'ZERO_WAITS', scope: 'WAIT', origin: 'RULE' },
  ...{ fromMs: 100, toMs: 200, revokedOrigin: null, decidedBy: null, logId: null },
  ...overrides,
});

describe('an interval that a rule finds', () => {
  it('is a new exclusion where nothing like it is stored', () => {
    expect(applyRule({ fromMs: 100, toMs: null }, [])).toEqual({ kind: 'CREATE' });
  });

  it('changes nothing where it is stored already, as a whole or in part', () => {
    expect(applyRule({ fromMs: 100, toMs: 200 }, [stored()])).toEqual({ kind: 'KEEP' });
    expect(applyRule({ fromMs: 150, toMs: 180 }, [stored({ toMs: null })])).toEqual({ kind: 'KEEP' });
  });

  it('lets the stored one grow at either end', () => {
    const grown = applyRule({ fromMs: 50, toMs: null }, [stored()]);
    expect(grown).toMatchObject({ kind: 'RESIZE', interval: { fromMs: 50, toMs: null } });
  });

  it('lets one that a person revoked grow, but not hold again', () => {
    const step = applyRule({ fromMs: 150, toMs: 300 }, [stored({ revokedOrigin: 'PERSON' })]);
    expect(step).toMatchObject({ kind: 'RESIZE', interval: { fromMs: 100, toMs: 300 } });
  });

  it('restores one that a rule revoked', () => {
    const step = applyRule({ fromMs: 110, toMs: 190 }, [stored({ revokedOrigin: 'RULE' })]);
    expect(step).toMatchObject({ kind: 'RESTORE', interval: { fromMs: 110, toMs: 190 } });
  });
});
