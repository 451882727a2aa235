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
import { RIDE_STATUSES, STATUS_UNKNOWN, WAIT_UNKNOWN, emptyQueue } from '../../snapshots/observations.js';
import { MAX_ISSUE_SAMPLES } from './parsed-file.js';

const OTHER_ID = 'a0613b70-293f-4a5b-8169-357be1777c62';

const downWith = (waitTime: unknown) => archiveEvent({ data: { status: 'DOWN', queue: { STANDBY: { waitTime } } } });

describe('an event', () => {
  it('becomes one snapshot with its instant, status and standby wait', () => {
    const file = parseEvents([archiveEvent()]);
    expect(file.issues).toEqual([]);
    expect(file.queues).toEqual([]);
    expect(file.snapshots).toEqual({
      length: 1,
      recordedAtMs: Float64Array.of(EVENT_MS),
      status: Uint8Array.of(RIDE_STATUSES.indexOf('OPERATING') + 1),
      waitMinutes: Int16Array.of(45),
      entityIndex: Uint32Array.of(0),
      eventIndex: Uint32Array.of(0),
    });
    expect(file.entities).toEqual([
      {
        themeparksWikiId: RIDE_ID,
        names: [{ name: 'TRANSFORMERS™: The Ride-3D', firstSeenMs: EVENT_MS, lastSeenMs: EVENT_MS }],
        parkId: PARK_ID,
        parkSlug: 'universalstudiosflorida',
        timezone: 'America/New_York',
        isShow: false,
        isPark: false,
        operatorIds: ['10877'],
        firstSeenMs: EVENT_MS,
        lastSeenMs: EVENT_MS,
      },
    ]);
  });

  it('is rejected with its reason, its index and the invalid value', () => {
    const file = parseEvents([archiveEvent(), archiveEvent({ eventTime: 'yesterday' })]);
    expect(file).toMatchObject({ read: 2, rejected: 1 });
    expect(file.snapshots.length).toBe(1);
    expect(file.issues).toEqual([
      {
        reason: 'INVALID_EVENT_TIME',
        field: 'eventTime',
        rejected: true,
        count: 1,
        samples: [{ index: 1, value: '"yesterday"' }],
      },
    ]);
  });

  it.each([
    ['null', null, 'NOT_AN_OBJECT event'],
    ['a number', 5, 'NOT_AN_OBJECT event'],
    ['a list', [archiveEvent()], 'NOT_AN_OBJECT event'],
    ['without an id', archiveEvent({ entityId: undefined }), 'MISSING_ENTITY_ID entityId'],
    ['with a null id', archiveEvent({ entityId: null }), 'MISSING_ENTITY_ID entityId'],
    ['with an empty id', archiveEvent({ entityId: '' }), 'MISSING_ENTITY_ID entityId'],
    ['with an id that is no UUID', archiveEvent({ entityId: '10877' }), 'INVALID_ENTITY_ID entityId'],
    ['with a numeric id', archiveEvent({ entityId: 10877 }), 'INVALID_ENTITY_ID entityId'],
    ['without an instant', archiveEvent({ eventTime: undefined }), 'MISSING_EVENT_TIME eventTime'],
    ['with a null instant', archiveEvent({ eventTime: null }), 'MISSING_EVENT_TIME eventTime'],
    ['with an epoch as instant', archiveEvent({ eventTime: 1735085110 }), 'INVALID_EVENT_TIME eventTime'],
    ['with a date that is none', archiveEvent({ eventTime: '2021-02-30T00:00:00Z' }), 'INVALID_EVENT_TIME eventTime'],
    ['with a local instant', archiveEvent({ eventTime: '2024-12-25T00:05:10' }), 'INVALID_EVENT_TIME eventTime'],
    ['before the range', archiveEvent({ eventTime: '2009-12-31T23:59:59.999Z' }), 'EVENT_TIME_OUT_OF_RANGE eventTime'],
    [
      'at the end of the range',
      archiveEvent({ eventTime: '2025-01-01T00:00:00Z' }),
      'EVENT_TIME_OUT_OF_RANGE eventTime',
    ],
  ])('is rejected with %s', (_, event, issue) => {
    const file = parseEvents([event]);
    expect(file).toMatchObject({ read: 1, rejected: 1, entities: [] });
    expect(file.snapshots.length).toBe(0);
    expect(issueLines(file)).toEqual([`!${issue} ×1`]);
  });

  it('that is rejected yields no entity and no other issue', () => {
    const file = parseEvents([{ ...eventWithWait('abc'), eventTime: 'x', parkId: 'x', timezone: 'y', name: null }]);
    expect(file.entities).toEqual([]);
    expect(issueLines(file)).toEqual(['!INVALID_EVENT_TIME eventTime ×1']);
  });

  it.each(['OPERATING', [], 5, true])('with data %j is kept without values, and noted', (data) => {
    const file = parseEvents([archiveEvent({ data })]);
    expect(issueLines(file)).toEqual(['INVALID_DATA data ×1']);
    expect(file).toMatchObject({ read: 1, rejected: 0 });
    expect([...file.snapshots.status]).toEqual([STATUS_UNKNOWN]);
    expect([...file.snapshots.waitMinutes]).toEqual([WAIT_UNKNOWN]);
  });

  it.each([undefined, null, {}])('with data %j is kept without values', (data) => {
    const file = parseEvents([archiveEvent({ data })]);
    expect(file.issues).toEqual([]);
    expect([...file.snapshots.status]).toEqual([STATUS_UNKNOWN]);
    expect([...file.snapshots.waitMinutes]).toEqual([WAIT_UNKNOWN]);
  });

  it('is kept in file order with another of the same ride and instant', () => {
    const file = parseEvents([eventWithWait(45), eventWithWait(10), eventWithWait(45)]);
    expect([...file.snapshots.waitMinutes]).toEqual([45, 10, 45]);
    expect([...file.snapshots.eventIndex]).toEqual([0, 1, 2]);
    expect(file.issues).toEqual([]);
  });

  it.each([
    ['2024-12-23T23:59:59.999Z', 1],
    ['2024-12-24T00:00:00Z', 0],
    ['2024-12-26T23:59:59.999Z', 0],
    ['2024-12-27T00:00:00Z', 1],
  ])('of %s is kept, and noted %i times as too far from the day of its file', (eventTime, times) => {
    const file = parseEvents([archiveEvent({ eventTime })]);
    expect(file.snapshots.length).toBe(1);
    expect(issueLines(file)).toEqual(times === 0 ? [] : ['OUTSIDE_FILE_DAY eventTime ×1']);
  });
});

describe('a standby wait', () => {
  it.each([
    [0, 0],
    [45, 45],
    ['45', 45],
    [' 45 ', 45],
    ['45.0', 45],
    [300, 300],
    [null, WAIT_UNKNOWN],
    ['', WAIT_UNKNOWN],
    ['  ', WAIT_UNKNOWN],
    [-1, WAIT_UNKNOWN],
    ['-1', WAIT_UNKNOWN],
  ])('of %p is %i without an issue', (waitTime, expected) => {
    const file = parseEvents([eventWithWait(waitTime)]);
    expect([...file.snapshots.waitMinutes]).toEqual([expected]);
    expect(file.issues).toEqual([]);
  });

  it.each([301, 345, '1440'])('of %p is kept and noted', (waitTime) => {
    const file = parseEvents([eventWithWait(waitTime)]);
    expect([...file.snapshots.waitMinutes]).toEqual([Number(waitTime)]);
    expect(issueLines(file)).toEqual(['SUSPICIOUS_WAIT_TIME data.queue.STANDBY.waitTime ×1']);
  });

  it.each([
    -999, -2, -1.5, 4.5, 12.5, '4.5', 1441, 3030, 'abc', '1e2', '0x10', '4 5', true, [], {}, 9e99, 'NaN', 'Infinity',
  ])('of %p is unknown and noted, and the status is kept', (waitTime) => {
    const file = parseEvents([downWith(waitTime)]);
    expect(file).toMatchObject({ read: 1, rejected: 0 });
    expect([...file.snapshots.status]).toEqual([RIDE_STATUSES.indexOf('DOWN') + 1]);
    expect([...file.snapshots.waitMinutes]).toEqual([WAIT_UNKNOWN]);
    expect(issueLines(file)).toEqual(['INVALID_WAIT_TIME data.queue.STANDBY.waitTime ×1']);
  }); // prettier-ignore

  it('is kept unchanged with any status', () => {
    const file = parseEvents([999, 1440].map((waitTime) => downWith(waitTime)));
    expect([...file.snapshots.waitMinutes]).toEqual([999, 1440]);
  });
});

describe('a status', () => {
  it.each(RIDE_STATUSES)('%s is recognised in upper and lower case', (status) => {
    const words = [status, status.toLowerCase(), ` ${status[0]}${status.slice(1).toLowerCase()} `];
    const file = parseEvents(words.map((word) => archiveEvent({ data: { status: word } })));
    expect([...file.snapshots.status]).toEqual(Array(3).fill(RIDE_STATUSES.indexOf(status) + 1));
    expect(file.issues).toEqual([]);
  });

  it.each([null, undefined, ''])('of %j is unknown without an issue', (status) => {
    const file = parseEvents([archiveEvent({ data: { status } })]);
    expect([...file.snapshots.status]).toEqual([STATUS_UNKNOWN]);
    expect(file.issues).toEqual([]);
  });

  it.each(['BROKEN', 'Größe™', 5, {}, '__proto__', 'constructor'])(
    '%j is unknown, and is named in the issue',
    (status) => {
      const file = parseEvents([archiveEvent({ data: { status } })]);
      expect([...file.snapshots.status]).toEqual([STATUS_UNKNOWN]);
      expect(file.issues).toMatchObject([
        { reason: 'UNKNOWN_STATUS', rejected: false, samples: [{ index: 0, value: JSON.stringify(status) }] },
      ]);
    },
  );
});

describe('the queues of an event', () => {
  it('are rows that refer to their snapshot', () => {
    const queue = {
      STANDBY: { waitTime: 45 },
      SINGLE_RIDER: { waitTime: 10 },
      RETURN_TIME: { state: 'FINISHED', returnStart: null, returnEnd: null },
      PAID_RETURN_TIME: { price: { amount: 1500, currency: 'USD' } },
      BOARDING_GROUP: { state: 'CLOSED' },
      PAID_STANDBY: { waitTime: 5 },
    };
    const file = parseEvents([
      null,
      archiveEvent(),
      eventWithQueue(queue),
      eventWithQueue({ SINGLE_RIDER: { waitTime: 0 } }),
    ]);
    expect(file.queues.map(({ row, queue: { queueType } }) => `${row} ${queueType}`)).toEqual([
      '1 SINGLE_RIDER',
      '1 RETURN_TIME',
      '1 PAID_RETURN_TIME',
      '1 BOARDING_GROUP',
      '1 PAID_STANDBY',
      '2 SINGLE_RIDER',
    ]);
    expect(issueLines(file)).toEqual(['!NOT_AN_OBJECT event ×1']);
  });

  it.each([[null], [undefined], [{}], [{ STANDBY: null }], [{ STANDBY: {} }], [[]], ['']])(
    'may be empty: %j',
    (queue) => {
      const file = parseEvents([eventWithQueue(queue)]);
      expect(file).toMatchObject({ read: 1, rejected: 0, queues: [], issues: [] });
    },
  );

  it.each([
    [5, 'INVALID_QUEUE data.queue'],
    [[5], 'INVALID_QUEUE data.queue'],
    ['STANDBY', 'INVALID_QUEUE data.queue'],
    [{ STANDBY: 45 }, 'INVALID_QUEUE data.queue.STANDBY'],
    [{ SINGLE_RIDER: [] }, 'INVALID_QUEUE data.queue.SINGLE_RIDER'],
    [{ VIRTUAL: { waitTime: 5 } }, 'UNKNOWN_QUEUE_TYPE data.queue'],
    [{ toString: 5 }, 'UNKNOWN_QUEUE_TYPE data.queue'],
  ])('%j: the event is kept, the queue is noted', (queue, issue) => {
    const file = parseEvents([eventWithQueue(queue)]);
    expect(file).toMatchObject({ read: 1, rejected: 0, queues: [] });
    expect(issueLines(file)).toEqual([`${issue} ×1`]);
  });

  it('that are null are rows without values, like those whose fields are null', () => {
    const file = parseEvents([eventWithQueue({ SINGLE_RIDER: null, STANDBY: null })]);
    expect(file.queues.map(({ queue }) => queue)).toEqual([emptyQueue('SINGLE_RIDER')]);
    expect(file.issues).toEqual([]);
  });

  it('without values are rows, too: a source ends an offer with nulls', () => {
    const ended = { state: null, price: null, returnStart: null, returnEnd: null };
    const file = parseEvents([
      eventWithQueue({ BOARDING_GROUP: {}, PAID_RETURN_TIME: ended, SINGLE_RIDER: { waitTime: 'x' } }),
    ]);
    expect(file.queues.map(({ queue }) => queue)).toEqual([
      emptyQueue('SINGLE_RIDER'),
      emptyQueue('PAID_RETURN_TIME'),
      emptyQueue('BOARDING_GROUP'),
    ]);
    expect(issueLines(file)).toEqual(['INVALID_QUEUE_FIELD data.queue.SINGLE_RIDER.waitTime ×1']);
  });

  it('may come as a list', () => {
    const file = parseEvents([eventWithQueue([{ queueType: 'STANDBY', waitTime: 35 }])]);
    expect([...file.snapshots.waitMinutes]).toEqual([35]);
    expect(file.issues).toEqual([]);
  });
});

describe('a time without an offset', () => {
  const returnAt = '2024-12-24T19:10:00';
  const withReturn = (overrides: Record<string, unknown>, returnStart = returnAt) =>
    parseEvents([eventWithQueue({ RETURN_TIME: { returnStart, returnEnd: returnStart } }, overrides)]);
  const returnStartOf = (file: ReturnType<typeof parseEvents>) => file.queues[0]!.queue.returnStartMs;

  it.each([
    ['by the zone of the event', { localTime: undefined }],
    ['by that zone, whatever its local time shows', { localTime: '2024-12-24T19:05:10+09:00' }],
    ['by the offset of its local time where it names no zone', { timezone: undefined }],
    ['by the offset of its local time where its zone is not known', { timezone: 'Mars/Olympus' }],
  ])('is read %s', (_, overrides) => {
    expect(returnStartOf(withReturn(overrides))).toBe(Date.UTC(2024, 11, 25, 0, 10));
  });

  it('is read with the offset of the zone at that time, not with that of the event', () => {
    const autumn = { eventTime: '2024-11-02T23:00:00Z', localTime: '2024-11-02T19:00:00-04:00' };
    expect(returnStartOf(withReturn(autumn, '2024-11-03T10:00:00'))).toBe(Date.UTC(2024, 10, 3, 15));
  });

  it('is noted once per event, with its path', () => {
    const [issue, ...others] = withReturn({}).issues;
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ reason: 'LOCAL_TIME_WITHOUT_OFFSET', field: 'event', rejected: false, count: 1 });
    expect(JSON.parse(issue!.samples[0]!.value)).toEqual({
      field: 'data.queue.RETURN_TIME.returnStart',
      value: returnAt,
    });
  });

  it.each([undefined, null, 5, 'soon', '2024-12-24T19:05:10'])(
    'is null and noted if the event has no zone and its local time is %p',
    (localTime) => {
      const file = withReturn({ timezone: null, localTime });
      expect(returnStartOf(file)).toBeNull();
      expect(issueLines(file)).toEqual([
        'INVALID_QUEUE_FIELD data.queue.RETURN_TIME.returnStart ×1',
        'INVALID_QUEUE_FIELD data.queue.RETURN_TIME.returnEnd ×1',
      ]);
    },
  );
});

describe('an entity', () => {
  const at = (minute: number) => ({ eventTime: new Date(EVENT_MS + minute * 60_000).toISOString() });
  const msAt = (minute: number) => EVENT_MS + minute * 60_000;

  it('is the same whatever the case of its id, which is stored in lower case', () => {
    const file = parseEvents([archiveEvent({ entityId: RIDE_ID.toUpperCase() }), archiveEvent(), archiveEvent()]);
    expect(file.entities.map((entity) => entity.themeparksWikiId)).toEqual([RIDE_ID]);
    expect([...file.snapshots.entityIndex]).toEqual([0, 0, 0]);
  });

  it('is numbered in order of its first accepted event', () => {
    const file = parseEvents([
      archiveEvent({ entityId: OTHER_ID, eventTime: 'x' }),
      archiveEvent(),
      archiveEvent({ entityId: OTHER_ID }),
    ]);
    expect(file.entities.map((entity) => entity.themeparksWikiId)).toEqual([RIDE_ID, OTHER_ID]);
    expect([...file.snapshots.entityIndex]).toEqual([0, 1]);
  });

  it('has each name with the time of its use, even if events are out of order', () => {
    const [entity] = parseEvents([
      archiveEvent({ name: 'Haunted Mansion', ...at(10) }),
      archiveEvent({ name: 'Haunted Mansion', ...at(5) }),
      archiveEvent({ name: 'Haunted Mansion Holiday', ...at(2) }),
      archiveEvent({ name: 'Haunted Mansion', ...at(7) }),
    ]).entities;
    expect(entity!.names).toEqual([
      { name: 'Haunted Mansion Holiday', firstSeenMs: msAt(2), lastSeenMs: msAt(2) },
      { name: 'Haunted Mansion', firstSeenMs: msAt(5), lastSeenMs: msAt(10) },
    ]);
    expect(entity).toMatchObject({ firstSeenMs: msAt(2), lastSeenMs: msAt(10) });
  });

  it.each([
    ['  Space Mountain\t', 'Space Mountain'],
    ['Space\u0000 Mount\u0007ain\u0085', 'Space Mountain'],
    ['Rémy’s “Ratatouille” ™ 日本 🎢', 'Rémy’s “Ratatouille” ™ 日本 🎢'],
    ['\ud83c broken', '\ufffd broken'],
    ['n'.repeat(300), 'n'.repeat(255)],
    [`${'n'.repeat(254)}🎢🎢`, `${'n'.repeat(254)}🎢`],
  ])('name %j is stored as %j', (name, expected) => {
    expect(parseEvents([archiveEvent({ name })]).entities[0]!.names.map((use) => use.name)).toEqual([expected]);
  });

  it('without any name in the file is noted once', () => {
    const nameless = [undefined, null, '', '  ', 5].map((name) => archiveEvent({ name }));
    expect(issueLines(parseEvents(nameless))).toEqual(['MISSING_NAME name ×1']);
    expect(issueLines(parseEvents([...nameless, archiveEvent()]))).toEqual([]);
  });

  it('has the park, slug and timezone of the latest event that contains one', () => {
    const other = { parkId: OTHER_ID, parkSlug: 'other', timezone: 'Europe/Paris' };
    const withoutData = { parkId: null, parkSlug: null, timezone: undefined };
    const [entity] = parseEvents([
      archiveEvent(at(5)),
      archiveEvent({ ...at(9), ...other }),
      archiveEvent({ ...at(7) }),
      archiveEvent({ ...at(10), ...withoutData }),
    ]).entities;
    expect(entity).toMatchObject(other);
  });

  it.each([null, undefined, ''])('has neither with park and timezone %j, without an issue', (nothing) => {
    const file = parseEvents([archiveEvent({ parkId: nothing, timezone: nothing, parkSlug: nothing })]);
    expect(file.entities[0]).toMatchObject({ parkId: null, parkSlug: null, timezone: null, isPark: false });
    expect(file.issues).toEqual([]);
  });

  it.each(['magic', 5, {}, []])('has no park with %j, and every such event is counted', (parkId) => {
    const file = parseEvents([archiveEvent({ parkId }), archiveEvent({ parkId })]);
    expect(file.entities[0]!.parkId).toBeNull();
    expect(issueLines(file)).toEqual(['INVALID_PARK_ID parkId ×2']);
  });

  it.each(['Mars/Olympus', '+05:00', 'EST; DROP', 5, {}])('has no timezone with %j, which is counted', (timezone) => {
    const file = parseEvents([archiveEvent({ timezone }), archiveEvent({ timezone })]);
    expect(file.entities[0]!.timezone).toBeNull();
    expect(issueLines(file)).toEqual(['INVALID_TIMEZONE timezone ×2']);
  });

  it.each([
    ['America/Vancouver', '2026-11-15T18:00:00Z', '2026-11-15T10:00:00-08:00', '-08:00, by its rules -07:00'],
    ['Pacific/Chatham', '2024-07-01T00:00:00Z', '2024-07-01T12:00:00+12:00', '+12:00, by its rules +12:45'],
    ['Europe/London', '2024-07-01T12:00:00Z', '2024-07-01T12:00:00+00:00', '+00:00, by its rules +01:00'],
  ])(
    'with a local time that contradicts the rules of %s is kept, and both offsets are noted',
    (timezone, eventTime, localTime, offsets) => {
      const options = { minInstantMs: 0, maxInstantMs: Infinity, fileDay: eventTime.slice(0, 10) };
      const events = [1, 2].map(() => archiveEvent({ timezone, eventTime, localTime }));
      const file = parseEvents(events, options);
      expect([file.snapshots.length, file.rejected]).toEqual([2, 0]);
      expect(issueLines(file)).toEqual([`LOCAL_TIME_CONTRADICTS_ZONE localTime (${timezone}: ${offsets}) ×2`]);
    },
  );

  it.each([
    ['America/Vancouver', '2026-11-15T18:00:00Z', '2026-11-15T11:00:00-07:00'],
    ['Asia/Kolkata', '2024-07-01T00:00:00Z', '2024-07-01T05:30:00+0530'],
    ['Europe/London', '2024-07-01T12:00:00Z', '2024-07-01T12:00:00Z'],
    ['Europe/London', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['America/New_York', '2024-11-03T05:59:59Z', '2024-11-03T01:59:59-04:00'],
    ['America/New_York', '2024-11-03T06:00:00Z', '2024-11-03T01:00:00-05:00'],
    ['Europe/Paris', '2024-07-01T00:00:00Z', null],
    ['Europe/Paris', '2024-07-01T00:00:00Z', 'soon'],
    ['Europe/Paris', '2024-07-01T00:00:00Z', '2024-07-01T02:00:00'],
    [null, '2024-07-01T00:00:00Z', '2024-07-01T09:00:00+09:00'],
  ])('in %s at %s with the local time %s does not contradict the rules', (timezone, eventTime, localTime) => {
    const options = { minInstantMs: 0, maxInstantMs: Infinity, fileDay: eventTime.slice(0, 10) };
    expect(parseEvents([archiveEvent({ timezone, eventTime, localTime })], options).issues).toEqual([]);
  });

  it.each(['Asia/Kolkata', 'Europe/Kiev', 'UTC', 'America/Argentina/Buenos_Aires'])(
    'timezone %s is known',
    (timezone) => {
      expect(parseEvents([archiveEvent({ timezone })]).entities[0]!.timezone).toBe(timezone);
    },
  );

  it('is the park itself if its id equals its park', () => {
    const file = parseEvents([archiveEvent({ entityId: PARK_ID, parkId: PARK_ID.toUpperCase() })]);
    expect(file.entities[0]).toMatchObject({ isPark: true, parkId: PARK_ID });
  });

  it.each([
    [[{ startTime: '2024-12-25T11:00:00-05:00' }], true, []],
    [{ startTime: '2024-12-25T11:00:00-05:00' }, true, []],
    [['11:00'], true, []],
    [[], false, []],
    [{}, false, []],
    [null, false, []],
    ['11:00', false, ['INVALID_SHOWTIMES data.showtimes ×1']],
    [11, false, ['INVALID_SHOWTIMES data.showtimes ×1']],
  ])('with showtimes %j is a show: %p', (showtimes, isShow, issues) => {
    const file = parseEvents([archiveEvent({ data: { showtimes } }), archiveEvent()]);
    expect(file.entities[0]!.isShow).toBe(isShow);
    expect(issueLines(file)).toEqual(issues);
  });
});

describe('issues', () => {
  it('are counted exactly, with the first samples only', () => {
    const bad = Array.from({ length: 1000 }, (_, index) => eventWithWait(`bad ${index}`));
    const [issue, ...others] = parseEvents(bad).issues;
    expect(others).toEqual([]);
    expect(issue!.count).toBe(1000);
    expect(issue!.samples).toHaveLength(MAX_ISSUE_SAMPLES);
    expect(issue!.samples[9]).toEqual({ index: 9, value: '"bad 9"' });
  });

  it('have samples of at most 200 well-formed characters', () => {
    const [issue] = parseEvents([eventWithWait(`${'x'.repeat(198)}🎢🎢`)]).issues;
    expect(issue!.samples[0]!.value).toBe(`"${'x'.repeat(198)}🎢`);
  });

  it('distinguish a missing value from null, and show a number that JSON cannot represent', () => {
    const file = parseEvents([archiveEvent({ entityId: undefined }), archiveEvent({ entityId: null })]);
    expect(file.issues[0]!.samples.map((sample) => sample.value)).toEqual(['missing', 'null']);
  });
});

it('throw for an invalid file day, which is an error of the caller', () => {
  expect(() => parseEvents([], { fileDay: '25.12.2024' })).toThrow(RangeError);
});
