import { findRenumbered, type ParkMember } from './find-renumbered.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 8, 2, 4);
const former = (rideId: number, overrides: Partial<ParkMember> = {}): ParkMember => ({
  rideId,
  isListed: false,
  wasListed: true,
  isFinal: false,
  firstSeenMs: NOW_MS - 400 * DAY_MS,
  lastSeenMs: NOW_MS - DAY_MS / 2,
  ...overrides,
});
const newcomer = (rideId: number, overrides: Partial<ParkMember> = {}): ParkMember =>
  former(rideId, { isListed: true, firstSeenMs: NOW_MS, lastSeenMs: NOW_MS, ...overrides });
const stayed = (rideId: number): ParkMember => former(rideId, { isListed: true });
const many = (count: number, make: (rideId: number) => ParkMember, from = 1): ParkMember[] =>
  Array.from({ length: count }, (_, index) => make(from + index));

describe('a renumbered park', () => {
  it('is one where at least half of the rides vanish and at least half as many appear', () => {
    const members = [...many(10, former), ...many(5, newcomer, 101), ...many(10, stayed, 201)];
    expect(findRenumbered(members, NOW_MS)).toEqual({
      formerIds: many(10, former).map(({ rideId }) => rideId),
      currentIds: [101, 102, 103, 104, 105],
    });
  });

  it.each([
    ['few rides change', [...many(2, former), ...many(2, newcomer, 101)]],
    ['most rides stay', [...many(5, former), ...many(5, newcomer, 101), ...many(6, stayed, 201)]],
    ['nothing appears', many(10, former)],
    ['much less appears', [...many(10, former), ...many(4, newcomer, 101)]],
    ['nothing vanishes', [...many(10, newcomer, 101), ...many(3, stayed, 201)]],
  ])('is not one where %s', (_, members) => {
    expect(findRenumbered(members, NOW_MS)).toBeNull();
  });

  it('is also detected a day later, when the vanished rides are already inactive', () => {
    const removed = (rideId: number) => former(rideId, { wasListed: false, lastSeenMs: NOW_MS - 2 * DAY_MS });
    const members = [...many(5, removed), ...many(5, (id) => newcomer(id, { firstSeenMs: NOW_MS - DAY_MS }), 101)];
    expect(findRenumbered(members, NOW_MS)).toMatchObject({ formerIds: [1, 2, 3, 4, 5] });
  });

  it('does not include rides that vanished long before, or that coexisted with the vanished ones', () => {
    const removedLongAgo = (rideId: number) => former(rideId, { wasListed: false, lastSeenMs: NOW_MS - 90 * DAY_MS });
    expect(findRenumbered([...many(5, removedLongAgo), ...many(5, newcomer, 101)], NOW_MS)).toBeNull();
    const inAdditionTo = (rideId: number) => newcomer(rideId, { firstSeenMs: NOW_MS - 20 * DAY_MS });
    expect(findRenumbered([...many(5, former), ...many(5, inAdditionTo, 101)], NOW_MS)).toBeNull();
  });

  it('is detected years later in an archive, whatever vanished before and after', () => {
    const yearsAgoMs = NOW_MS - 900 * DAY_MS;
    const archived = (rideId: number) =>
      former(rideId, { wasListed: false, lastSeenMs: yearsAgoMs + (rideId % 3) * DAY_MS });
    const since = (rideId: number) => newcomer(rideId, { firstSeenMs: yearsAgoMs + 4 * DAY_MS });
    const earlier = former(901, { wasListed: false, lastSeenMs: yearsAgoMs - 200 * DAY_MS });
    const later = former(902, { wasListed: false, lastSeenMs: yearsAgoMs + 300 * DAY_MS });
    const members = [earlier, later, ...many(6, archived), ...many(5, since, 101), newcomer(301)];
    expect(findRenumbered(members, NOW_MS)).toEqual({
      formerIds: [1, 2, 3, 4, 5, 6],
      currentIds: [101, 102, 103, 104, 105],
    });
  });

  it('is not proposed a second time', () => {
    const settled = (rideId: number) => former(rideId, { isFinal: true });
    expect(findRenumbered([...many(5, settled), ...many(5, newcomer, 101)], NOW_MS)).toBeNull();
  });
});
