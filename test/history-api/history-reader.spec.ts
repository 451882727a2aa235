import { readCoverageResponse } from '../../src/modules/history-api/response/coverage-reader.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { MalformedResponseError } from '../../src/modules/themeparks-api/malformed-response.error.js';
import { readHistoryResponse } from '../../src/modules/history-api/response/history-reader.js';
import { historyFixture, namedHistoryFixture, recordedHistories } from '../support/history-fixtures.js';

const ID = 'b2260923-9315-40fd-9c6b-44dd811dbe64';
const HEAD = { id: ID, name: 'Space Mountain', entityType: 'ATTRACTION', timezone: 'America/New_York', next: null };
const historyOf = (history: unknown, more: object = {}) => readHistoryResponse({ ...HEAD, history, ...more });
const row = (time: unknown, more: object = {}) => ({ time, changed: ['status'], status: 'OPERATING', ...more });
const unknownKeysOf = ({ shape }: Pick<ReturnType<typeof readHistoryResponse>, 'shape'>) =>
  shape.shapes.flatMap(({ kind, keys }) =>
    keys.filter(({ known }) => !known).map(({ key, count }) => [kind, key, count]),
  );

describe('a recorded response of the history', () => {
  it.each(recordedHistories())('%s is read without a problem, an unknown key or an unknown word', (_, body) => {
    const response = readHistoryResponse(body);
    expect(response.problems).toEqual([]);
    expect(unknownKeysOf(response)).toEqual([]);
    expect(response.shape.unknownWords).toEqual([]);
    expect(response.rows).toEqual({ seen: response.rows.read, read: response.rows.read, rejected: 0 });
    expect(response.entities.every(({ opening }) => opening !== null && !opening.isDegraded)).toBe(true);
  });

  it('of a single entity has its rows and the ages of its opening by kind', () => {
    const response = readHistoryResponse(historyFixture('space_mountain_history_2026-09-26'));
    expect(response).toMatchObject({ form: 'SINGLE', id: ID, timezone: 'America/New_York', next: null });
    expect(response.range).toEqual({ from: '2026-09-26', to: '2026-09-26' });
    const [entity] = response.entities;
    expect(entity!.rows.length).toBe(187);
    expect(entity!.firstRecordedAt).toBe('2021-07-03');
    const seenAtMs = Date.parse('2026-09-26T03:56:53Z');
    expect([...entity!.opening!.observedAtMsByKind]).toEqual(
      ['status', 'queue.STANDBY', 'queue.RETURN_TIME'].map((kind) => [kind, seenAtMs]),
    );
  });

  it('of a park keeps an entity that did not change, and openings without an age', () => {
    const response = readHistoryResponse(historyFixture('mk_history_park'));
    expect(response.form).toBe('PARK');
    expect(response.entities.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Astro Orbiter', 3],
      ['Be Our Guest Restaurant', 0],
      ['Big Thunder Mountain Railroad', 3],
    ]);
    expect(response.entities.map(({ opening }) => opening!.observedAtMs)).toEqual([null, null, null]);
  });
});

describe('a bad part of a response of the history', () => {
  it.each([
    ['text', 'NOT_AN_OBJECT row'],
    [null, 'NOT_AN_OBJECT row'],
    [row(undefined), 'MISSING_TIME row.time'],
    [row('2026-09-26'), 'INVALID_TIME row.time'],
    [row('2026-09-26T12:00:00'), 'INVALID_TIME row.time'],
    [row(1758888000), 'INVALID_TIME row.time'],
  ])('a row %j is rejected and named, and no other', (bad, problem) => {
    const good = row('2026-09-26T12:00:00Z');
    const { rows, entities, problems } = historyOf([good, bad, row('2026-09-26T13:00:00Z')]);
    expect(rows).toEqual({ seen: 3, read: 2, rejected: 1 });
    expect(entities[0]!.rows.map(({ index }) => index)).toEqual([0, 2]);
    expect(entities[0]!.rejectedRows).toBe(1);
    expect(problems.map(({ reason, field }) => `${reason} ${field}`)).toEqual([problem]);
    expect(problems[0]).toMatchObject({ rejected: true, count: 1, samples: [{ place: 'history[1]' }] });
  });

  it('an unreadable list of changes is noted, and its row is kept', () => {
    const { rows, problems, entities } = historyOf([row('2026-09-26T12:00:00Z', { changed: 'status' })]);
    expect(rows.read).toBe(1);
    expect(entities[0]!.rows[0]!.changed).toBeNull();
    expect(problems[0]).toMatchObject({ reason: 'INVALID_CHANGED', rejected: false });
  });

  it('an entity of a park without an id is rejected with its rows, and no other', () => {
    const good = { id: ID.toUpperCase(), name: 'A', entityType: 'ATTRACTION', history: [row('2026-09-26T12:00:00Z')] };
    const entities = [good, { ...good, id: 'x' }, 7];
    const response = readHistoryResponse({ ...HEAD, entityType: 'PARK', entities });
    expect(response.entities.map(({ id }) => id)).toEqual([ID]);
    expect(response.rows).toEqual({ seen: 2, read: 1, rejected: 1 });
    expect(response.problems.filter(({ rejected }) => rejected).map(({ samples }) => samples[0]!.place)).toEqual([
      'entities[1]',
      'entities[2]',
    ]);
  });

  it.each([
    [null, 'NOT_AN_OBJECT'],
    [[], 'NOT_AN_OBJECT'],
    [{ history: [] }, 'NO_ID'],
    [{ ...HEAD }, 'NO_CONTENT'],
    [namedHistoryFixture('error-not-found'), 'NO_ID'],
  ])('a whole body %j is refused', (body, defect) => {
    let failure: unknown;
    try {
      readHistoryResponse(body);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(MalformedResponseError);
    expect(failure).toMatchObject({ code: 'MALFORMED_RESPONSE', details: { defect } });
  });

  it('a degraded opening is marked as such', () => {
    const opening = { time: '2026-09-26T04:00:00Z', degraded: true, degradedReason: 'timeout', status: null };
    const { entities } = historyOf([], { opening });
    expect(entities[0]!.opening).toMatchObject({ isDegraded: true, degradedReason: 'timeout', observedAtMs: null });
  });
});

describe('the shape of a response', () => {
  it('counts unknown keys and words, and the row is still read', () => {
    const changed = row('2026-09-26T12:00:00Z', {
      status: 'EVACUATED',
      mood: 1,
      queue: { STANDBY: { waitTime: 5, trend: 'UP' }, VIRTUAL: {}, RETURN_TIME: { state: 'SOLD_OUT' } },
    });
    const response = historyOf([changed, changed]);
    expect(response.rows.read).toBe(2);
    expect(unknownKeysOf(response)).toEqual([
      ['row', 'mood', 2],
      ['row.queue', 'VIRTUAL', 2],
      ['state.queue.STANDBY', 'trend', 2],
    ]);
    expect(response.shape.unknownWords).toEqual([
      { field: 'state.status', word: 'EVACUATED', count: 2 },
      { field: 'state.queue.RETURN_TIME.state', word: 'SOLD_OUT', count: 2 },
    ]);
    const rows = response.shape.shapes.find(({ kind }) => kind === 'row')!;
    expect(rows.objects).toBe(2);
    expect(rows.keys.find(({ key }) => key === 'showtimes')).toBeUndefined();
  });
});

describe('a response with daily rows', () => {
  it.each([
    ['mk_park_daily_page1', 64],
    ['mk_park_daily_page2', 44],
    ['mk_history_daily', 4],
    ['space_mountain_daily_2026-09-26', 1],
  ])('%s is read without a problem or an unknown key', (name, count) => {
    const response = readDailyResponse(historyFixture(name));
    expect(response.problems).toEqual([]);
    expect(unknownKeysOf(response)).toEqual([]);
    expect(response.rows).toEqual({ seen: count, read: count, rejected: 0 });
  });

  it('has the address of the next page exactly as sent, and the days of this page', () => {
    const [first, last] = ['mk_park_daily_page1', 'mk_park_daily_page2'].map((name) =>
      readDailyResponse(historyFixture(name)),
    );
    expect(first!.next).toBe(
      'https://api.themeparks.wiki/v1/entity/75ea578a-adc8-4116-a54d-dccb60765ef9/history/daily?from=2026-09-01&to=2026-09-20',
    );
    expect(first!.range).toEqual({ from: '2026-08-01', to: '2026-08-31' });
    expect(last!.next).toBeNull();
  });

  it('distinguishes rows of the earlier rules by the missing unknown minutes', () => {
    const rows = readDailyResponse(historyFixture('mk_history_daily')).entities.flatMap(({ days }) => days);
    expect(rows.map(({ unknownMinutes, inParkHours }) => [unknownMinutes, inParkHours])).toEqual(
      rows.map(() => [null, null]),
    );
  });

  it('rejects a day without a date or without its minutes, and no other', () => {
    const day = { date: '2026-09-26', operatingMinutes: 1, downMinutes: 0, changes: 1 };
    const days = [day, { ...day, date: '2026-02-30' }, { ...day, date: undefined }, { date: '2026-09-27' }, 'x'];
    const response = readDailyResponse({ ...HEAD, days });
    expect(response.rows).toEqual({ seen: 5, read: 1, rejected: 4 });
    expect(response.problems.filter(({ rejected }) => rejected).map(({ field }) => field)).toEqual([
      'day.date',
      'day.date',
      'day.operatingMinutes',
      'day',
    ]);
  });

  it('loses only an unreadable block of a day', () => {
    const day = { date: '2026-09-26', operatingMinutes: 1, downMinutes: 0, standby: { min: 5 }, lastClosedAt: 'noon' };
    const { entities, problems } = readDailyResponse({ ...HEAD, days: [day] });
    expect(entities[0]!.days[0]).toMatchObject({ operatingMinutes: 1, standby: null, lastClosedAtMs: null });
    expect(problems.map(({ field, rejected }) => [field, rejected])).toEqual([
      ['day.standby', false],
      ['day.lastClosedAt', false],
    ]);
  });
});

describe('a response with the coverage', () => {
  it('of a park and of an entity have the same names once read', () => {
    const park = readCoverageResponse(historyFixture('mk_history_coverage'));
    const single = readCoverageResponse(historyFixture('mk_attraction_history_coverage'));
    const days = { firstRecordedAt: '2021-07-03', lastRecordedAt: '2026-09-21', retrievableThrough: '2026-09-23' };
    expect(park).toMatchObject({ form: 'PARK', ...days, measuredOn: '2026-09-23', finalThrough: '2026-09-21' });
    expect(single).toMatchObject({ form: 'SINGLE', ...days, measuredOn: null, finalThrough: '2026-09-21' });
    const field = { field: 'queue.STANDBY', first: '2021-07-03', last: '2026-09-21' };
    expect(park.fields).toContainEqual(field);
    expect(single.fields).toContainEqual(field);
    for (const { problems, shape, knownGaps } of [park, single]) {
      expect(problems).toEqual([]);
      expect(unknownKeysOf({ shape })).toEqual([]);
      expect(knownGaps).toBeNull();
    }
  });

  it('of a park lists entities that were removed upstream', () => {
    const { entities } = readCoverageResponse(historyFixture('mk_history_coverage'));
    expect(entities.find(({ name }) => name === 'Splash Mountain')).toMatchObject({
      last: '2023-01-22',
      isStillListed: false,
      fields: ['queue.RETURN_TIME', 'queue.STANDBY', 'status'],
    });
  });

  it('of an entity without any record has no final day', () => {
    const nulls = { firstRecordedAt: null, lastRecordedAt: null, retrievableThrough: null };
    const response = readCoverageResponse({ ...HEAD, ...nulls, kinds: {}, knownGaps: [] });
    expect(response).toMatchObject({ ...nulls, finalThrough: null, fields: [], knownGaps: [] });
  });

  it('has the known gaps, without those that have no length', () => {
    const gap = {
      from: '2026-09-01T04:00:00Z',
      to: '2026-09-01T06:30:00Z',
      firstDay: '2026-09-01',
      lastDay: '2026-09-01',
      reason: 'The feed was down.',
    };
    const response = readCoverageResponse({
      ...HEAD,
      kinds: {},
      knownGaps: [gap, { ...gap, to: gap.from }, { from: 1 }],
    });
    expect(response.knownGaps).toEqual([
      {
        fromMs: Date.parse(gap.from),
        toMs: Date.parse(gap.to),
        firstDay: '2026-09-01',
        lastDay: '2026-09-01',
        reason: 'The feed was down.',
      },
    ]);
    expect(response.problems.filter(({ rejected }) => rejected)).toMatchObject([{ field: 'knownGaps', count: 2 }]);
  });
});
