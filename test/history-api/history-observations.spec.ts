import { DAY_MS } from '../../src/common/time/calendar.js';
import { historyObservations } from '../../src/modules/history-api/observations/history-observations.js';
import { orderHistory } from '../../src/modules/history-api/observations/observation-set.js';
import { readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { RIDE_STATUSES } from '../../src/modules/snapshots/observations.js';
import { historyFixture, namedHistoryFixture, recordedHistories } from '../support/history-fixtures.js';
import { showStartsIn } from '../../src/modules/snapshots/show-times/show-time-list.js';

const DAY = '2026-09-26';
const DAY_START_MS = Date.parse(`${DAY}T04:00:00Z`);
const OPTIONS = {
  range: { startMs: DAY_START_MS, endMs: DAY_START_MS + DAY_MS },
  earliestOpeningMs: DAY_START_MS - DAY_MS,
  timezone: null,
};
/** For the recorded responses of several days. */
const ANY_TIME = { range: { startMs: 0, endMs: Infinity }, earliestOpeningMs: 0, timezone: null };

type Observations = ReturnType<typeof historyObservations>;
const time = (instantMs: number): string => new Date(instantMs).toISOString().replace('.000Z', 'Z');
const snapshotsOf = ({ snapshots }: Observations) =>
  Array.from({ length: snapshots.length }, (_, row) => [
    time(snapshots.recordedAtMs[row]!),
    snapshots.status[row] === 0 ? null : RIDE_STATUSES[snapshots.status[row]! - 1],
    snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row],
  ]);
const queuesOf = ({ queues }: Observations) =>
  queues.map(({ recordedAtMs, queue }) => [time(recordedAtMs), queue.queueType, queue.state]);

const entity = (fields: object) =>
  readHistoryResponse({
    id: 'b2260923-9315-40fd-9c6b-44dd811dbe64',
    name: 'Turbo',
    entityType: 'ATTRACTION',
    timezone: 'America/New_York',
    history: [],
    ...fields,
  });
const observe = (fields: object) => historyObservations(entity(fields), OPTIONS);
const state = (status: unknown, waitTime: unknown, returnState?: string) => ({
  status,
  queue: {
    STANDBY: { waitTime },
    ...(returnState === undefined ? {} : { RETURN_TIME: { state: returnState, returnStart: null, returnEnd: null } }),
  },
});

describe('a row of the history', () => {
  it('is an observation only of what it changed', () => {
    const observations = observe({
      opening: { time: `${DAY}T04:00:00Z`, ...state('CLOSED', null, 'FINISHED') },
      history: [
        {
          time: `${DAY}T12:00:00Z`,
          changed: ['status', 'queue.STANDBY.waitTime'],
          ...state('OPERATING', 5, 'FINISHED'),
        },
        { time: `${DAY}T12:10:00Z`, changed: ['queue.RETURN_TIME.state'], ...state('OPERATING', 5, 'AVAILABLE') },
        { time: `${DAY}T12:20:00Z`, changed: ['queue.STANDBY.waitTime'], ...state('OPERATING', 10, 'AVAILABLE') },
        { time: `${DAY}T12:30:00Z`, changed: ['status'], ...state('DOWN', 10, 'AVAILABLE') },
      ],
    });
    expect(snapshotsOf(observations)).toEqual([
      [`${DAY}T12:00:00Z`, 'OPERATING', 5],
      [`${DAY}T12:20:00Z`, 'OPERATING', 10],
      [`${DAY}T12:30:00Z`, 'DOWN', 10],
    ]);
    expect(queuesOf(observations)).toEqual([[`${DAY}T12:10:00Z`, 'RETURN_TIME', 'AVAILABLE']]);
    expect([...observations.snapshots.waitChangedAtMs].map(time)).toEqual([
      `${DAY}T12:00:00Z`,
      `${DAY}T12:20:00Z`,
      `${DAY}T12:20:00Z`,
    ]);
    expect(observations.rows).toMatchObject({ read: 4, observed: 4, withoutObservation: 0 });
  });

  it.each<[string, object]>([
    ['is null', { RETURN_TIME: null }],
    ['has only nulls', { RETURN_TIME: { state: null, returnStart: null, returnEnd: null } }],
    ['is no longer there', {}],
  ])('ends a queue that %s, whatever its status and wait', (_, queue) => {
    const row = (minute: number, queues: object) => ({
      time: `${DAY}T12:${minute}:00Z`,
      changed: ['queue.RETURN_TIME'],
      status: 'OPERATING',
      queue: { STANDBY: { waitTime: 5 }, ...queues },
    });
    const observations = observe({
      opening: { time: `${DAY}T04:00:00Z`, ...state('OPERATING', 5, 'AVAILABLE') },
      history: [row(10, queue), row(20, queue), row(30, { RETURN_TIME: { state: 'AVAILABLE' } })],
    });
    expect(queuesOf(observations).at(0)).toEqual([`${DAY}T12:10:00Z`, 'RETURN_TIME', null]);
    expect(queuesOf(observations).at(-1)).toEqual([`${DAY}T12:30:00Z`, 'RETURN_TIME', 'AVAILABLE']);
  });

  it('observes also what a rejected row before it had changed', () => {
    const observations = observe({
      opening: { time: `${DAY}T04:00:00Z`, ...state('OPERATING', 5, 'FINISHED') },
      history: [
        { time: 'noon', changed: ['queue.STANDBY.waitTime'], ...state('OPERATING', 45, 'FINISHED') },
        { time: `${DAY}T12:10:00Z`, changed: ['queue.RETURN_TIME.state'], ...state('OPERATING', 45, 'AVAILABLE') },
      ],
    });
    expect(snapshotsOf(observations)).toEqual([[`${DAY}T12:10:00Z`, 'OPERATING', 45]]);
  });

  it('with an empty list of show times is stored only if the entity had a list before', () => {
    const listed = [{ startTime: `${DAY}T18:00:00-04:00` }];
    const row = (at: string, showtimes: unknown[]) => ({
      time: at,
      changed: ['showtimes'],
      status: 'CLOSED',
      showtimes,
    });
    const listsOf = (opening: unknown[]) =>
      observe({
        opening: { time: `${DAY}T04:00:00Z`, status: 'CLOSED', showtimes: opening },
        history: [row(`${DAY}T10:00:00Z`, [])],
      });
    expect(listsOf([])).toMatchObject({ showTimes: [], rows: { observed: 0, withoutObservation: 1 } });
    expect(listsOf(listed)).toMatchObject({
      showTimes: [{ json: '[]' }],
      rows: { observed: 1, withoutObservation: 0 },
    });
  });

  it('without a list of changes is compared with the row before', () => {
    const opening = { time: `${DAY}T04:00:00Z`, ...state('OPERATING', 5) };
    const same = { time: `${DAY}T12:00:00Z`, ...state('OPERATING', 5) };
    const other = { time: `${DAY}T12:10:00Z`, ...state('OPERATING', 10) };
    expect(snapshotsOf(observe({ opening, history: [same, other] }))).toEqual([[`${DAY}T12:10:00Z`, 'OPERATING', 10]]);
  });

  it('that changed only show times is a list of show times, and no state of the ride', () => {
    const show = (startTime: string) => ({ type: 'Performance Time', startTime, endTime: startTime });
    const row = (at: string, shows: string[]) => ({
      time: at,
      changed: ['showtimes'],
      status: 'OPERATING',
      showtimes: shows.map(show),
    });
    const [noon, two] = [`${DAY}T12:00:00-04:00`, `${DAY}T14:00:00-04:00`];
    const observations = observe({
      opening: { time: `${DAY}T04:00:00Z`, status: 'OPERATING', showtimes: [] },
      history: [row(`${DAY}T10:00:00Z`, [noon, two]), row(`${DAY}T16:05:00Z`, [two])],
    });
    expect(snapshotsOf(observations)).toEqual([]);
    expect(observations.rows).toMatchObject({ observed: 2, withoutObservation: 0 });
    const lists = observations.showTimes.map(({ recordedAtMs, json }) => [time(recordedAtMs), showStartsIn(JSON.parse(json)).length]); // prettier-ignore
    expect(lists).toEqual([
      [`${DAY}T10:00:00Z`, 2],
      [`${DAY}T16:05:00Z`, 1],
    ]);
    // The second list has dropped the past performance.
    expect(observations.entities[0]!.showStartsMs!.map(time)).toEqual([`${DAY}T16:00:00Z`, `${DAY}T18:00:00Z`]);
  });

  it('outside the requested range is rejected and named', () => {
    const early = { time: '2025-01-01T00:00:00Z', changed: ['status'], ...state('OPERATING', 5) };
    const observations = observe({ history: [early] });
    expect(snapshotsOf(observations)).toEqual([]);
    expect(observations.rows.outsideRange).toBe(1);
    expect(observations.notes).toMatchObject([{ reason: 'EVENT_TIME_OUT_OF_RANGE', rejected: true, count: 1 }]);
  });

  it('of the same instant as another supersedes it, in any order of the response', () => {
    const row = (at: string, wait: number) => ({
      time: at,
      changed: ['queue.STANDBY.waitTime'],
      ...state('OPERATING', wait),
    });
    const history = [row(`${DAY}T13:00:00Z`, 30), row(`${DAY}T12:00:00Z`, 10), row(`${DAY}T12:00:00Z`, 20)];
    const observations = observe({ history });
    expect(snapshotsOf(observations)).toEqual([
      [`${DAY}T12:00:00Z`, 'OPERATING', 20],
      [`${DAY}T13:00:00Z`, 'OPERATING', 30],
    ]);
    expect(observations.rows).toMatchObject({ read: 3, superseded: 1, observed: 2 });
  });

  it('loses only an unreadable field, which is noted once although it is carried forward', () => {
    const observations = observe({
      history: [
        { time: `${DAY}T12:00:00Z`, changed: ['status', 'queue.STANDBY.waitTime'], ...state('OPERATING', -999) },
        { time: `${DAY}T12:10:00Z`, changed: ['status'], ...state('DOWN', -999) },
      ],
    });
    expect(snapshotsOf(observations)).toEqual([
      [`${DAY}T12:00:00Z`, 'OPERATING', null],
      [`${DAY}T12:10:00Z`, 'DOWN', null],
    ]);
    expect(observations.notes).toMatchObject([{ reason: 'INVALID_WAIT_TIME', count: 1, rejected: false }]);
  });

  it.each([
    [{ price: null }, null],
    [{ price: { amount: null, currency: 'USD' } }, null],
    [{ price: { amount: 0, currency: 'USD' } }, 0],
    [{ price: { amount: 1500, currency: 'USD' } }, 1500],
  ])('with a price %j has the amount %j: null is unknown, and 0 is free', (price, priceMinor) => {
    const queue = { PAID_RETURN_TIME: { state: null, returnStart: null, returnEnd: null, ...price } };
    const history = [
      { time: `${DAY}T12:00:00Z`, changed: ['queue.PAID_RETURN_TIME.price'], status: 'OPERATING', queue },
    ];
    const { queues } = observe({ history });
    expect(queues).toMatchObject([{ queue: { queueType: 'PAID_RETURN_TIME', state: null, priceMinor } }]);
  });
});

describe('the opening of a range', () => {
  const opening = (more: object) => ({ time: `${DAY}T04:00:00Z`, ...state('OPERATING', 15, 'FINISHED'), ...more });

  it('is an observation of the instant at which each kind was observed, never of midnight', () => {
    const observedAtByKind = {
      status: `${DAY}T02:00:00Z`,
      'queue.STANDBY': `${DAY}T03:56:53Z`,
      'queue.RETURN_TIME': `${DAY}T01:30:00Z`,
    };
    const observations = observe({ opening: opening({ observedAt: `${DAY}T03:56:53Z`, observedAtByKind }) });
    expect(snapshotsOf(observations)).toEqual([[`${DAY}T03:56:53Z`, 'OPERATING', 15]]);
    expect(queuesOf(observations)).toEqual([[`${DAY}T01:30:00Z`, 'RETURN_TIME', 'FINISHED']]);
    expect(observations.openings).toEqual({ observed: 1, undated: 0, degraded: 0, tooOld: 0 });
  });

  it('without an instant of observation is no observation', () => {
    const observations = observe({ opening: opening({}) });
    expect([snapshotsOf(observations), queuesOf(observations)]).toEqual([[], []]);
    expect(observations.openings.undated).toBe(1);
  });

  it('that was observed after its own instant is no observation', () => {
    const observations = observe({
      opening: opening({
        ...{ observedAt: `${DAY}T09:00:00Z` },
        observedAtByKind: { status: `${DAY}T09:00:00Z`, 'queue.STANDBY': `${DAY}T09:00:00Z` },
      }),
      history: [{ time: `${DAY}T05:00:00Z`, changed: ['status'], ...state('CLOSED', null) }],
    });
    expect(snapshotsOf(observations)).toEqual([[`${DAY}T05:00:00Z`, 'CLOSED', null]]);
    expect(observations.openings).toMatchObject({ observed: 0, undated: 1 });
    expect(observations.notes).toMatchObject([
      { reason: 'EVENT_TIME_OUT_OF_RANGE', field: 'opening.observedAt', rejected: false, count: 2 },
    ]);
  });

  it('that is degraded is no observation', () => {
    const observations = observe({ opening: opening({ observedAt: `${DAY}T03:00:00Z`, degraded: true }) });
    expect([snapshotsOf(observations), queuesOf(observations)]).toEqual([[], []]);
    expect(observations.openings.degraded).toBe(1);
  });

  it('from before the earliest requested instant is omitted, by kind', () => {
    const observedAtByKind = { status: '2024-01-01T00:00:00Z', 'queue.RETURN_TIME': `${DAY}T01:30:00Z` };
    const observations = observe({ opening: opening({ observedAt: `${DAY}T01:30:00Z`, observedAtByKind }) });
    expect(snapshotsOf(observations)).toEqual([]);
    expect(queuesOf(observations)).toEqual([[`${DAY}T01:30:00Z`, 'RETURN_TIME', 'FINISHED']]);
  });
});

describe('the observations of a recorded response', () => {
  it.each(recordedHistories())('%s contain every row, and no field is unreadable', (_, body) => {
    const response = readHistoryResponse(body);
    const { rows, notes } = historyObservations(response, ANY_TIME);
    expect(notes).toEqual([]);
    expect(rows.observed + rows.withoutObservation).toBe(response.rows.seen);
    expect(rows).toMatchObject({ superseded: 0, outsideRange: 0 });
  });

  it('of Space Mountain have one snapshot for each change of status or wait, and its opening', () => {
    const response = readHistoryResponse(historyFixture('space_mountain_history_2026-09-26'));
    const observations = historyObservations(response, OPTIONS);
    const changed = response.entities[0]!.rows.filter(({ changed: paths }) =>
      paths!.some((path) => path === 'status' || path === 'queue.STANDBY.waitTime'),
    );
    expect(snapshotsOf(observations)[0]).toEqual(['2026-09-26T03:56:53Z', 'OPERATING', 15]);
    expect(observations.snapshots.length).toBe(changed.length + 1);
    expect(changed.length).toBeLessThan(response.rows.read);
  });

  it('of a show that drops past performances keep all of them', () => {
    const { entities } = historyObservations(readHistoryResponse(namedHistoryFixture('showtimes')), ANY_TIME);
    expect(entities[0]!.showStartsMs!.length).toBe(6);
  });
});

describe('observations for the write path', () => {
  it('are sorted by ride and instant, and the last of two entities of one ride wins', () => {
    const response = readHistoryResponse(historyFixture('mk_history_park'));
    const observations = historyObservations(response, ANY_TIME);
    const { set, excluded } = orderHistory(observations, [2, 0, 1]);
    expect([...set.snapshots.rideId]).toEqual([1, 2, 2, 2]);
    expect(set.queues.map(({ rideId }) => rideId)).toEqual([1, 1, 1]);
    expect(excluded).toBe(0);
    const both = { ...response, entities: [response.entities[0]!, response.entities[0]!] };
    const linked = orderHistory(historyObservations(both, ANY_TIME), [7, 7]);
    expect(linked).toMatchObject({ duplicates: 3, conflicts: 0 });
    expect(linked.set.snapshots.length).toBe(3);
  });
});
