import { RESOLUTION_STATUSES, mayMove } from './finding.js';

describe('the resolution of a finding', () => {
  it.each([
    ['OPEN', ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX']],
    ['INVESTIGATING', ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX']],
    ['RESOLVED', ['OPEN', 'RESOLVED']],
    ['WONTFIX', ['OPEN', 'WONTFIX']],
  ] as const)('moves from %s to %j only', (from, to) => {
    expect(RESOLUTION_STATUSES.filter((status) => mayMove(from, status))).toEqual(to);
  });
});
