import { SeededRandom } from '../../../../test/support/seeded-random.js';
import { liveEntry, liveId, parseEntries } from '../../../../test/support/live-response.js';
import { QUEUE_TYPES, RIDE_STATUSES } from '../../snapshots/observations.js';
import type { LiveResponse, LiveObservation } from './live-response.js';

const STRANGE: readonly unknown[] = [
  undefined, null, true, false, 0, -1, -5, 12.5, 45, 1441, 1e400, -0, Number.MAX_SAFE_INTEGER, '', ' ', 'abc', '45',
  '-1', 'OPERATING', ' down ', 'BROKEN', '\ud83c', '\u0000', 'x'.repeat(400), '2026-04-15T12:00:00Z',
  '2026-04-15T12:00:00', '9999-12-31T23:59:59.999Z', '0000-01-01T00:00:00Z', [], {}, [[]], [null], { amount: 5 },
  { STANDBY: 5 }, { waitTime: 'x' }, JSON.parse('{"__proto__":{"STANDBY":1},"constructor":null}'), liveId(1),
  JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)),
]; // prettier-ignore
const ENTRY_FIELDS = [
  'id', 'name', 'entityType', 'parkId', 'externalId', 'queue', 'status', 'lastUpdated', 'showtimes', 'operatingHours',
  'diningAvailability', 'forecast', 'surprise',
]; // prettier-ignore
const QUEUE_FIELDS = [
  'waitTime', 'state', 'returnStart', 'returnEnd', 'price', 'allocationStatus', 'currentGroup', 'currentGroupStart',
  'currentGroupEnd', 'nextAllocationTime', 'estimatedWait',
]; // prettier-ignore

function strangeQueue(random: SeededRandom): unknown {
  if (random.below(4) === 0) return random.pick(STRANGE);
  const types = [...QUEUE_TYPES, 'TELEPORT', '__proto__', 'toString'];
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [
      random.pick(types),
      random.below(4) === 0
        ? random.pick(STRANGE)
        : Object.fromEntries(
            Array.from({ length: random.below(5) }, () => [random.pick(QUEUE_FIELDS), random.pick(STRANGE)]),
          ),
    ]),
  );
}

function strangeEntry(random: SeededRandom): unknown {
  if (random.below(12) === 0) return random.pick(STRANGE);
  const entry = liveEntry({ id: liveId(random.below(6)), queue: strangeQueue(random) });
  for (let change = random.below(4); change > 0; change--) entry[random.pick(ENTRY_FIELDS)] = random.pick(STRANGE);
  return entry;
}

const wholeWithin = (value: number | null, max: number): boolean =>
  value === null || (Number.isInteger(value) && value >= 0 && value <= max && !Object.is(value, -0));

function expectStorable({ entity, status, waitMinutes, lastUpdatedMs, queues, details }: LiveObservation): void {
  expect(entity.themeparksWikiId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(status === null || RIDE_STATUSES.includes(status)).toBe(true);
  expect(wholeWithin(waitMinutes, 1440)).toBe(true);
  for (const text of [entity.name, entity.externalId]) expect(text ?? 'x').toMatch(/^[^\p{Cc}\p{Surrogate}]{1,255}$/u);
  for (const queue of queues) {
    expect(wholeWithin(queue.waitMinutes, 1440)).toBe(true);
    for (const count of [queue.priceMinor, queue.groupStart, queue.groupEnd, queue.estimatedWaitMinutes]) {
      expect(wholeWithin(count, 2 ** 31 - 1)).toBe(true);
    }
  }
  const instants = [lastUpdatedMs, ...queues.flatMap((q) => [q.returnStartMs, q.returnEndMs, q.nextAllocationAtMs])];
  for (const instantMs of instants) {
    expect(wholeWithin(instantMs, Date.UTC(9999, 11, 31, 23, 59, 59))).toBe(true);
    expect((instantMs ?? 0) % 1000).toBe(0);
  }
  expect(new Set(queues.map(({ queueType }) => queueType)).size).toBe(queues.length);
  for (const { json } of details) expect(typeof JSON.parse(json)).toBe('object');
}

function expectSound(response: LiveResponse, entries: readonly unknown[]): void {
  expect(response.read).toBe(entries.length);
  expect(response.observations.length + response.rejected).toBe(entries.length);
  expect(response.issues.filter(({ rejected }) => rejected)).toHaveLength(response.rejected);
  const rejectedIndexes = response.issues.filter(({ rejected }) => rejected).map(({ index }) => index);
  expect(new Set(rejectedIndexes).size).toBe(response.rejected);
  const ids = response.observations.map(({ entity }) => entity.themeparksWikiId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { value } of response.issues) expect(value.length).toBeLessThanOrEqual(200);
  response.observations.forEach(expectStorable);
}

describe('arbitrary entries of a response', () => {
  it('each become a storable observation or are rejected with exactly one reason, and never throw', () => {
    const random = new SeededRandom(20_260_415);
    for (let round = 0; round < 300; round++) {
      const entries = Array.from({ length: random.between(0, 8) }, () => strangeEntry(random));
      expectSound(parseEntries(...entries), entries);
    }
  });

  it('do not change how a valid entity is read', () => {
    const random = new SeededRandom(7);
    const sound = liveEntry({ queue: { STANDBY: { waitTime: 20 }, SINGLE_RIDER: { waitTime: 5 } } });
    const [alone] = parseEntries(sound).observations;
    for (let round = 0; round < 200; round++) {
      const entries = Array.from({ length: random.between(1, 6) }, () => strangeEntry(random));
      entries.splice(random.below(entries.length + 1), 0, sound);
      expect(parseEntries(...entries).observations).toContainEqual(alone);
    }
  });
});
