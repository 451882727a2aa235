import { overviewOf, type ParkNow, statusShares } from './overview-data.js';

function parkNow(overrides: Partial<ParkNow>): ParkNow {
  return {
    ...{ parkId: 1, destinationId: 1, name: 'Park', timezone: 'Europe/Paris', isOpen: true, exclusion: null },
    ...{ rides: 0, operating: 0, down: 0, closed: 0, refurbishment: 0, unrecognised: 0, unknown: 0, excluded: 0 },
    ...{ newestObservedAt: null, minutesSince: null, downRides: [] },
    waits: { rides: 0, averageMinutes: null, typicalWaitMinutes: null, longest: null },
    use: {
      ...{ basis: 'PUBLISHED', contradiction: null, opensAt: null, closesAt: null },
      ...{ opensAtLocal: null, closesAtLocal: null, event: null },
    },
    ...overrides,
  };
}

const waits = (averageMinutes: number, waitMinutes: number) => ({
  rides: 3,
  averageMinutes,
  typicalWaitMinutes: null,
  longest: { rideId: waitMinutes, name: `Ride ${waitMinutes}`, waitMinutes },
});

describe('the overview', () => {
  it('lists open parks first, by their average wait, and closed ones last', () => {
    const parks = [
      parkNow({ name: 'closed', isOpen: false }),
      parkNow({ name: 'unknown', isOpen: null }),
      parkNow({ name: 'calm', waits: waits(10, 20) }),
      parkNow({ name: 'busy', waits: waits(40, 60) }),
    ];
    expect(overviewOf(parks, undefined).parks.map(({ name }) => name)).toEqual(['busy', 'calm', 'unknown', 'closed']);
  });

  it('has no longest wait where none is posted', () => {
    expect(overviewOf([parkNow({})], undefined).longest).toBeNull();
  });

  it('counts the parks of the chosen destination only', () => {
    const parks = [parkNow({ operating: 4, rides: 5 }), parkNow({ destinationId: 2, operating: 7, rides: 9 })];
    expect(overviewOf([parkNow({ isOpen: null, rides: 9, unknown: 9 })], undefined)).toMatchObject({
      ...{ openParks: null, operating: null, rides: 9 },
    });
    expect(overviewOf(parks, 2)).toMatchObject({ openParks: 1, operating: 7, rides: 9 });
    expect(overviewOf(parks, undefined)).toMatchObject({ openParks: 2, operating: 11, rides: 14 });
    expect(overviewOf(parks, 3).parks).toEqual([]);
  });

  it('lists what is down with the newest first, across parks', () => {
    const down = (rideId: number, since: string) => ({ rideId, name: `Ride ${rideId}`, since, lastConfirmedAt: since });
    const parks = [
      parkNow({ downRides: [down(1, '2026-11-29T10:00:00.000Z')] }),
      parkNow({ downRides: [down(2, '2026-11-29T11:00:00.000Z')] }),
    ];
    expect(overviewOf(parks, undefined).down.map(({ rideId }) => rideId)).toEqual([2, 1]);
  });
});

describe('the bar of a park', () => {
  it('adds up to its rides, and shows what is unknown as its own part', () => {
    const park = parkNow({ rides: 9, operating: 4, down: 1, closed: 2, unknown: 1, unrecognised: 1 });
    const shares = statusShares(park);
    expect(shares.map(({ key }) => key)).toEqual(['operating', 'down', 'closed', 'unknown']);
    expect(shares.reduce((sum, { count }) => sum + count, 0)).toBe(9);
  });
});
