import { SeededRandom } from '../../../../test/support/seeded-random.js';
import {
  EVENT_MS,
  PARK_ID,
  RIDE_ID,
  archiveEvent,
  eventWithQueue,
  eventWithWait,
  issueLines,
  parseEvents,
} from '../../../../test/support/archive-event.js';
import { renderInserts } from '../../snapshots/writing/render-inserts.js';
import type { ParsedFile } from '../parser/parsed-file.js';
import { type PrepareOptions, type RideAssignment, prepareFile } from './prepare-file.js';

const OTHER_ID = '00000000-0000-4000-8000-000000000002';
const OPTIONS: PrepareOptions = { batchSize: 100, dayStartMinutes: 0, reachMs: 6 * 3_600_000 };
const HERE: RideAssignment = { rideId: 7, parkId: 3, timezone: 'America/New_York' };
const LEFT_OUT: RideAssignment = { rideId: 0, parkId: 0, timezone: null };

const prepare = (parsed: ParsedFile, assignments = [HERE], options: Partial<PrepareOptions> = {}) =>
  prepareFile(parsed, assignments, { ...OPTIONS, ...options });

describe('preparing a file', () => {
  it('stores the observations of an entity under its ride, by instant', () => {
    const parsed = parseEvents([archiveEvent({ eventTime: '2024-12-25T00:06:00Z' }), archiveEvent()]);
    const prepared = prepare(parsed);
    expect([...prepared.set.snapshots.rideId]).toEqual([7, 7]);
    expect(prepared.set.snapshots.recordedAtMs[0]).toBe(EVENT_MS);
    expect([...prepared.eventIndex]).toEqual([1, 0]);
    expect(prepared.range).toEqual({ fromMs: EVENT_MS, toMs: Date.UTC(2024, 11, 25, 0, 6) });
  });

  it('renders exactly the INSERTs of its set', () => {
    const events = [
      eventWithQueue({ SINGLE_RIDER: { waitTime: 5 } }),
      archiveEvent({ eventTime: '2024-12-25T01:00:00Z' }),
    ];
    const { set, rendered } = prepare(parseEvents(events), [HERE], { batchSize: 1 });
    expect(rendered).toEqual(renderInserts(set, 'ARCHIVE', 1));
    expect([rendered!.snapshots.length, rendered!.queues.length]).toEqual([2, 1]);
  });

  it('invalidates the park-day of each observation, and the next one if the value is carried forward into it', () => {
    // 00:05 UTC is 19:05 of the day before in New York; six hours later it is past midnight there.
    expect(prepare(parseEvents([archiveEvent()])).invalidatedDays).toEqual([
      { parkId: 3, localDate: '2024-12-24' },
      { parkId: 3, localDate: '2024-12-25' },
    ]);
    const { invalidatedDays } = prepare(parseEvents([archiveEvent()]), [HERE], { reachMs: 60_000 });
    expect(invalidatedDays).toEqual([{ parkId: 3, localDate: '2024-12-24' }]);
  });

  it('starts days at the park day start', () => {
    const early = parseEvents([archiveEvent({ eventTime: '2024-12-25T07:59:59Z' })]);
    const { invalidatedDays } = prepare(early, [HERE], { dayStartMinutes: 180, reachMs: 0 });
    expect(invalidatedDays).toEqual([{ parkId: 3, localDate: '2024-12-24' }]);
  });

  it('invalidates the days of two parks by their own clocks', () => {
    const parsed = parseEvents([archiveEvent(), archiveEvent({ entityId: OTHER_ID, timezone: 'Asia/Tokyo' })]);
    const tokyo = { rideId: 8, parkId: 4, timezone: 'Asia/Tokyo' };
    expect(prepare(parsed, [HERE, tokyo], { reachMs: 0 }).invalidatedDays).toEqual([
      { parkId: 3, localDate: '2024-12-24' },
      { parkId: 4, localDate: '2024-12-25' },
    ]);
  });

  it('skips the entities of another park without counting them', () => {
    const parsed = parseEvents([archiveEvent(), archiveEvent({ entityId: OTHER_ID }), {}]);
    const prepared = prepare(parsed, [LEFT_OUT, HERE]);
    expect(prepared).toMatchObject({ read: 2, rejected: 1, duplicates: 0 });
    expect(prepared.set.snapshots.length).toBe(1);
    expect(prepared.invalidatedDays.every(({ parkId }) => parkId === 3)).toBe(true);
  });

  it('has no range, rows or invalidated days if every entity belongs to another park', () => {
    const prepared = prepare(parseEvents([archiveEvent()]), [LEFT_OUT]);
    expect(prepared).toMatchObject({
      read: 0,
      range: null,
      invalidatedDays: [],
      rendered: { snapshots: [], queues: [] },
    });
  });

  it('is empty for an empty file', () => {
    const prepared = prepare(parseEvents([]), []);
    expect(prepared).toMatchObject({
      read: 0,
      rejected: 0,
      duplicates: 0,
      range: null,
      invalidatedDays: [],
      issues: [],
    });
  });

  it('reports events superseded by another one of the same instant', () => {
    const parsed = parseEvents([eventWithWait(5), {}, eventWithWait(20), eventWithWait(20)]);
    const prepared = prepare(parsed);
    expect(prepared).toMatchObject({ read: 4, rejected: 1, duplicates: 2 });
    expect(issueLines({ ...parsed, issues: prepared.issues })).toContain('SAME_INSTANT_CONFLICT eventTime ×1');
    const sample = prepared.issues.find(({ reason }) => reason === 'SAME_INSTANT_CONFLICT')!.samples[0]!;
    expect(sample.index).toBe(0);
    expect(JSON.parse(sample.value)).toEqual({
      entityId: RIDE_ID,
      eventTime: new Date(EVENT_MS).toISOString(),
      supersededStatus: 'OPERATING',
      supersededWaitMinutes: 5,
    });
  });

  it('keeps the issues of the parser', () => {
    const parsed = parseEvents([eventWithWait('abc')]);
    expect(parsed.issues).toHaveLength(1);
    expect(prepare(parsed).issues).toEqual(parsed.issues);
  });

  it('accounts for every event: stored, duplicate or rejected', () => {
    const random = new SeededRandom(21);
    for (let file = 0; file < 20; file++) {
      const ids = [RIDE_ID, OTHER_ID, PARK_ID];
      const events = Array.from({ length: random.below(60) }, () =>
        archiveEvent({
          entityId: random.pick([...ids, 'no id']),
          eventTime: `2024-12-25T00:00:0${random.below(9)}Z`,
          data: {
            status: random.pick(['OPERATING', 'DOWN', 'BROKEN']),
            queue: { STANDBY: { waitTime: random.pick([5, 10, 'abc']) } },
          },
        }),
      );
      const parsed = parseEvents(events);
      const assignments = parsed.entities.map((_, index) => ({ ...HERE, rideId: index + 1 }));
      const { read, rejected, duplicates, set } = prepare(parsed, assignments);
      expect(read).toBe(events.length);
      expect(set.snapshots.length + duplicates + rejected).toBe(read);
    }
  });
});
