import fc from 'fast-check';
import { liveResponse } from '../../src/tools/api-simulator/api-responses.js';
import type { FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import { dayRange } from '../../src/tools/api-simulator/history/history-range.js';
import { historyResponse } from '../../src/tools/api-simulator/history/history-response.js';
import { findRecorded, historyView } from '../../src/tools/api-simulator/history/history-world.js';
import { buildSimWorld } from '../../src/tools/api-simulator/world-builder.js';
import { carriedAt, differences, type Fields, type ParkHistory } from '../support/simulated-history.js';

const world = buildSimWorld({ seed: 3, destinations: 6, ridesPerDestination: 24 });
const past = historyView(world);
const parks = world.destinations.flatMap((destination) => destination.parks.map((park) => ({ destination, park })));
const HOUR_MS = 3_600_000;
/** Eight rides are in refurbishment then. */
const NOON_MS = Date.UTC(2026, 0, 10, 16);

/** Clock changes of the zones of the world, and ordinary days of three years. */
const CLOCK_CHANGES = ['2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04'];
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2023, 5, 1) / 1000, max: Date.UTC(2026, 10, 1) / 1000 }).map((seconds) => seconds * 1000),
  fc
    .tuple(fc.constantFrom(...CLOCK_CHANGES), fc.integer({ min: -12 * 3600, max: 36 * 3600 }))
    .map(([day, seconds]) => Date.parse(day) + seconds * 1000),
);

function parkDayAt(parkIndex: number, nowMs: number, faults: readonly FeedFault[], day: number): ParkHistory {
  const { park } = parks[parkIndex]!;
  const history = { world: past, faults, nowMs };
  const found = findRecorded(history, park.id)!;
  return JSON.parse(historyResponse(history, found, dayRange(day, day, park.clock), null)) as ParkHistory;
}

interface LiveEntry extends Fields {
  id: string;
  lastUpdated: string;
}

function liveOf(parkIndex: number, atMs: number, faults: readonly FeedFault[]): LiveEntry[] {
  const { destination } = parks[parkIndex]!;
  return (JSON.parse(liveResponse(world, destination.id, atMs, faults)!) as { liveData: LiveEntry[] }).liveData;
}

/** Fields that a live response leaves out keep their last value in the history. */
function expectAgreement(parkIndex: number, atMs: number, faults: readonly FeedFault[]): number {
  const { park } = parks[parkIndex]!;
  const { entities } = parkDayAt(parkIndex, atMs + 40 * HOUR_MS, faults, park.clock.localDayOf(atMs));
  const live = new Map(liveOf(parkIndex, atMs, faults).map((entry) => [entry.id, entry]));
  let compared = 0;
  for (const entity of entities) {
    const seen = live.get(entity.id);
    if (!seen) continue;
    const { status, queue, showtimes } = carriedAt(entity, atMs);
    const { status: liveStatus, queue: liveQueue = {}, showtimes: liveShowtimes } = seen;
    expect([entity.id, status]).toEqual([entity.id, liveStatus]);
    expect(queue ?? {}).toMatchObject(liveQueue);
    if (liveShowtimes) expect(showtimes).toEqual(liveShowtimes);
    compared++;
  }
  return compared;
}

describe('the history of the simulated world', () => {
  it('carries at every instant what the live response shows there', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: parks.length - 1 }), (atMs, parkIndex) => {
        expect(expectAgreement(parkIndex, atMs, [])).toBeGreaterThan(5);
      }),
      { numRuns: 60, seed: 14 },
    );
  });

  it('agrees with the live response under faults of the feed, too', () => {
    const kinds = fc.constantFrom<FeedFault['kind']>(
      ...(['NO_DATA', 'FROZEN', 'TIMESTAMP_CHURN', 'POSTED_WAIT', 'ID_CHANGED', 'REMOVED_UPSTREAM'] as const),
    );
    const hours = fc.integer({ min: -30, max: 10 });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: parks.length - 1 }),
        fc.array(fc.record({ kind: kinds, hours, length: fc.integer({ min: 1, max: 30 }) }), { maxLength: 3 }),
        (atMs, parkIndex, given) => {
          const faults = given.map(({ kind, hours: from, length }) => {
            const fromMs = atMs + from * HOUR_MS;
            return { kind, share: 0.5, fromMs, untilMs: fromMs + length * HOUR_MS, waitMinutes: 999 } as FeedFault;
          });
          expectAgreement(parkIndex, atMs, faults);
        },
      ),
      { numRuns: 60, seed: 15 },
    );
  });

  it('has rows in ascending whole seconds, each a complete state whose `changed` is the difference', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: parks.length - 1 }), (atMs, parkIndex) => {
        const { park } = parks[parkIndex]!;
        const day = park.clock.localDayOf(atMs);
        const { entities } = parkDayAt(parkIndex, atMs + 48 * HOUR_MS, [], day);
        expect(entities.map(({ name }) => name)).toEqual(entities.map(({ name }) => name).sort());
        for (const { opening, history } of entities) {
          expect(Date.parse(opening.time)).toBe(park.clock.instantOf(day, 0));
          let before: Fields & { time: string } = opening;
          for (const row of history) {
            expect(row.changed).toEqual(differences(before, row));
            expect(row.changed).not.toEqual([]);
            if (before !== opening) expect(row.time > before.time).toBe(true);
            before = row;
          }
        }
      }),
      { numRuns: 25, seed: 16 },
    );
  });

  it('continues from one day to the next: the opening is the last state of the day before', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: parks.length - 1 }), (atMs, parkIndex) => {
        const { park } = parks[parkIndex]!;
        const day = park.clock.localDayOf(atMs);
        const nowMs = atMs + 80 * HOUR_MS;
        const [first, second] = [day, day + 1].map((asked) => parkDayAt(parkIndex, nowMs, [], asked));
        const later = new Map(second!.entities.map((entity) => [entity.id, entity]));
        for (const entity of first!.entities) {
          const { status, queue, showtimes, ...opening } = later.get(entity.id)!.opening;
          expect({ status, queue, showtimes }).toEqual(carriedAt(entity, Infinity));
          expect(opening.observedAt).toBe(Object.values(opening.observedAtByKind!).sort().at(-1));
          expect(opening.observedAt! < opening.time).toBe(true);
        }
      }),
      { numRuns: 25, seed: 17 },
    );
  });

  it('observes an unchanged state at the same instant before and after a change of the clocks', () => {
    let unchanged = 0;
    for (const [parkIndex, { park }] of parks.entries()) {
      for (const date of CLOCK_CHANGES) {
        const day = park.clock.localDayOf(Date.parse(date) + 12 * HOUR_MS);
        const [before, during, after] = [-1, 0, 1].map((offset) =>
          parkDayAt(parkIndex, Date.parse(date) + 100 * HOUR_MS, [], day + offset),
        );
        const changed = new Set(
          [...before!.entities, ...during!.entities].filter(({ history }) => history.length > 0).map(({ id }) => id),
        );
        const later = new Map(after!.entities.map(({ id, opening }) => [id, opening.observedAt]));
        for (const { id, opening } of before!.entities.filter((entity) => !changed.has(entity.id))) {
          expect([id, date, later.get(id)]).toEqual([id, date, opening.observedAt]);
          unchanged++;
        }
      }
    }
    expect(unchanged).toBeGreaterThan(20);
  });

  it('keeps the queues of a ride through its refurbishment', () => {
    let rides = 0;
    for (const [parkIndex, { park }] of parks.entries()) {
      const [first, ...days] = Array.from({ length: 12 }, (_, index) => park.clock.localDayOf(NOON_MS) + index);
      let before = new Map(parkDayAt(parkIndex, NOON_MS + 400 * HOUR_MS, [], first!).entities.map((e) => [e.id, e]));
      for (const day of days) {
        const { entities } = parkDayAt(parkIndex, NOON_MS + 400 * HOUR_MS, [], day);
        for (const { id, opening } of entities) {
          const { queue } = carriedAt(before.get(id)!, Infinity);
          expect([id, opening.queue]).toEqual([id, queue]);
          if (opening.status === 'REFURBISHMENT' && queue) rides++;
        }
        before = new Map(entities.map((entity) => [entity.id, entity]));
      }
    }
    expect(rides).toBeGreaterThan(10);
  });
});
