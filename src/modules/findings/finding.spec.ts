import { type Finding, fingerprintOf, mayMove, RESOLUTION_STATUSES } from './finding.js';

const finding: Finding = {
  issueType: 'INVALID',
  reason: 'UNKNOWN_STATUS',
  identity: ['key', 'data.status'],
  entityType: 'FILE',
  entityId: null,
  parkId: null,
  importId: 'imp_1',
  windowStart: new Date('2024-07-01T00:00:00Z'),
  windowEnd: new Date('2024-07-02T00:00:00Z'),
  recordsAffected: 1,
  description: 'a',
  sample: null,
};

const fingerprint = (overrides: Partial<Finding> = {}): string => fingerprintOf({ ...finding, ...overrides });

describe('the fingerprint of a finding', () => {
  it('is stable across machines and time', () => {
    expect(fingerprint()).toBe('4ab2694395dc9c14dc9261306f9f31f7dca3f9c8b1a9821a4e0ea7a3097edb02');
  });

  it('does not depend on its origin, its frequency or its description', () => {
    const again: Partial<Finding> = {
      importId: 'imp_2',
      recordsAffected: 7,
      description: 'b',
      sample: [1],
      windowStart: null,
      parkId: 4,
    };
    expect(fingerprint(again)).toBe(fingerprint());
  });

  it('differs with the type, the reason and each part of the identity', () => {
    const others: Partial<Finding>[] = [
      { issueType: 'SUSPICIOUS' },
      { reason: 'INVALID_DATA' },
      { identity: ['key', 'data'] },
      { identity: ['other', 'data.status'] },
      { identity: ['key'] },
      { identity: ['key', 'data.status', ''] },
      { identity: ['keydata.status'] },
      { identity: ['key","data.status'] },
      { reason: 'UNKNOWN_STATUS","key', identity: ['data.status'] },
    ];
    const all = [{}, ...others].map((overrides) => fingerprint(overrides));
    expect(new Set(all).size).toBe(all.length);
  });

  it('distinguishes a number from its digits as text', () => {
    expect(fingerprint({ identity: [1] })).not.toBe(fingerprint({ identity: ['1'] }));
  });
});

describe('the resolution of a finding', () => {
  it.each([
    ['OPEN', ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX']],
    ['INVESTIGATING', ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX']],
    ['RESOLVED', ['OPEN', 'RESOLVED']],
    ['WONTFIX', ['OPEN', 'WONTFIX']],
  ] as const)('changes from %s only to %j', (from, to) => {
    expect(RESOLUTION_STATUSES.filter((status) => mayMove(from, status))).toEqual(to);
  });
});
