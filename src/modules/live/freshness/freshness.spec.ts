import {
  type DestinationFreshness,
  type ParkInUse,
  freshnessOf,
  minutesSince,
  staleDestinations,
} from './freshness.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const destination = (overrides: Partial<DestinationFreshness> = {}): DestinationFreshness => ({
  destinationId: 1,
  name: 'Resort',
  newestAt: ago(5),
  ...overrides,
});
const useOf = (isInUse: boolean): ParkInUse['use'] => ({
  ...{ isInUse, basis: 'PUBLISHED', contradiction: null },
  ...{ hours: null, next: null, event: null },
});
const park = (overrides: Partial<ParkInUse> = {}): ParkInUse => ({
  parkId: 1,
  destinationId: 1,
  name: 'Park',
  timezone: null,
  newestMs: null,
  isExcluded: false,
  use: useOf(true),
  ...overrides,
});
const stale = (one: Partial<DestinationFreshness>, inUse: Partial<ParkInUse> = {}) =>
  staleDestinations([destination(one)], [park(inUse)], NOW);

describe('a destination', () => {
  it('is stale after thirty minutes while one of its parks is in use', () => {
    expect(stale({ newestAt: ago(30) })).toEqual([]);
    expect(stale({ newestAt: ago(31) })).toMatchObject([{ name: 'Resort', minutesSince: 31, openParks: ['Park'] }]);
  });

  it('is stale if it was never observed and one of its parks is in use', () => {
    expect(stale({ newestAt: null })).toMatchObject([{ minutesSince: null }]);
  });

  it('is not stale while none of its parks is in use', () => {
    expect(stale({ newestAt: ago(600) }, { use: useOf(false) })).toEqual([]);
  });

  it('is not stale because of a park of another destination', () => {
    expect(stale({ newestAt: ago(600) }, { destinationId: 2 })).toEqual([]);
  });
});

it('counts whole minutes, and 0 for an instant in the future', () => {
  expect(minutesSince(ago(1.9), NOW)).toBe(1);
  expect(minutesSince(ago(-3), NOW)).toBe(0);
});

describe('the data of a park', () => {
  it.each([
    [14.99, 'FRESH'],
    [15, 'NORMAL'],
    [30, 'NORMAL'],
    [30.01, 'STALE'],
  ])('observed %d minutes ago is %s while the park is in use', (minutes, level) => {
    expect(freshnessOf(ago(minutes), true, NOW)).toBe(level);
  });

  it('is STALE if there is none, and CLOSED if the park is closed', () => {
    expect(freshnessOf(null, true, NOW)).toBe('STALE');
    expect(freshnessOf(ago(600), false, NOW)).toBe('CLOSED');
    expect(freshnessOf(null, false, NOW)).toBe('CLOSED');
  });
});
