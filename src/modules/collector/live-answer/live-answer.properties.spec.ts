import { Dice } from '../../../../test/support/dice.js';
import { liveEntry, liveId, parseEntries } from '../../../../test/support/live-answer.js';
import { QUEUE_TYPES, RIDE_STATUSES } from '../../snapshots/observations.js';
import type { LiveAnswer, LiveObservation } from './live-answer.js';

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

function strangeQueue(dice: Dice): unknown {
  if (dice.below(4) === 0) return dice.pick(STRANGE);
  const types = [...QUEUE_TYPES, 'TELEPORT', '__proto__', 'toString'];
  return Object.fromEntries(
    Array.from({ length: dice.below(4) }, () => [
      dice.pick(types),
      dice.below(4) === 0
        ? dice.pick(STRANGE)
        : Object.fromEntries(
            Array.from({ length: dice.below(5) }, () => [dice.pick(QUEUE_FIELDS), dice.pick(STRANGE)]),
          ),
    ]),
  );
}

function strangeEntry(dice: Dice): unknown {
  if (dice.below(12) === 0) return dice.pick(STRANGE);
  const entry = liveEntry({ id: liveId(dice.below(6)), queue: strangeQueue(dice) });
  for (let change = dice.below(4); change > 0; change--) entry[dice.pick(ENTRY_FIELDS)] = dice.pick(STRANGE);
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

function expectSound(answer: LiveAnswer, entries: readonly unknown[]): void {
  expect(answer.seen).toBe(entries.length);
  expect(answer.observations.length + answer.rejected).toBe(entries.length);
  expect(answer.issues.filter(({ rejected }) => rejected)).toHaveLength(answer.rejected);
  const rejectedIndexes = answer.issues.filter(({ rejected }) => rejected).map(({ index }) => index);
  expect(new Set(rejectedIndexes).size).toBe(answer.rejected);
  const ids = answer.observations.map(({ entity }) => entity.themeparksWikiId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { value } of answer.issues) expect(value.length).toBeLessThanOrEqual(200);
  answer.observations.forEach(expectStorable);
}

describe('whatever the entries of an answer contain', () => {
  it('each is an observation that can be stored or rejected with exactly one reason, and nothing throws', () => {
    const dice = new Dice(20_260_415);
    for (let round = 0; round < 300; round++) {
      const entries = Array.from({ length: dice.between(0, 8) }, () => strangeEntry(dice));
      expectSound(parseEntries(...entries), entries);
    }
  });

  it('a sound entity beside them is read as if it were alone', () => {
    const dice = new Dice(7);
    const sound = liveEntry({ queue: { STANDBY: { waitTime: 20 }, SINGLE_RIDER: { waitTime: 5 } } });
    const [alone] = parseEntries(sound).observations;
    for (let round = 0; round < 200; round++) {
      const entries = Array.from({ length: dice.between(1, 6) }, () => strangeEntry(dice));
      entries.splice(dice.below(entries.length + 1), 0, sound);
      expect(parseEntries(...entries).observations).toContainEqual(alone);
    }
  });
});
