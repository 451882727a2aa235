import {
  LIVE_MS,
  LIVE_PARK_ID,
  LIVE_RIDE_ID,
  liveBody,
  liveEntry,
  liveId,
  liveIssueLines,
  parseEntries,
} from '../../../../test/support/live-response.js';
import { DomainError } from '../../../common/domain-error.js';
import { MalformedResponseError } from '../../themeparks-api/malformed-response.error.js';
import { parseLiveResponse } from './parse-live-response.js';

describe('a live response', () => {
  it('becomes one observation per entity, with all its fields', () => {
    expect(parseEntries(liveEntry())).toEqual({
      observedAtMs: LIVE_MS,
      read: 1,
      rejected: 0,
      observations: [
        {
          entity: {
            themeparksWikiId: LIVE_RIDE_ID,
            name: "Peter Pan's Flight",
            entityType: 'ATTRACTION',
            parkId: LIVE_PARK_ID,
            externalId: '80010176;entityType=Attraction',
          },
          status: 'OPERATING',
          waitMinutes: 45,
          lastUpdatedMs: Date.UTC(2026, 3, 15, 16, 1, 14),
          queues: [],
          details: [],
        },
      ],
      issues: [],
    });
  });

  it.each([
    ['null', null],
    ['an array', []],
    ['text', '<html>'],
    ['a number', 5],
    ['missing', undefined],
  ])('that is %s is malformed', (_, response) => {
    expect(() => parseLiveResponse(response, { observedAtMs: LIVE_MS })).toThrow(MalformedResponseError);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['an object', {}],
    ['text', 'none'],
  ])('whose liveData is %s is malformed, and the error explains it', (_, liveData) => {
    const parse = () => parseLiveResponse(liveBody(liveData), { observedAtMs: LIVE_MS });
    expect(parse).toThrow(DomainError);
    expect(parse).toThrow('The live response has no array "liveData"');
  });

  it('without entities has no observations', () => {
    expect(parseEntries()).toMatchObject({ read: 0, rejected: 0, observations: [], issues: [] });
  });

  it('includes a truncated sample in the error if it is malformed', () => {
    const detailsOf = (found: unknown) => new MalformedResponseError('live response', 'NO_LIVE_DATA', found).details;
    expect(detailsOf(undefined)).toEqual({ defect: 'NO_LIVE_DATA', found: 'missing' });
    expect(detailsOf({ a: 'x'.repeat(1000) }).found).toHaveLength(200);
  });
});

describe('an unusable entry', () => {
  it.each([
    ['null', null, '!NOT_AN_OBJECT entity', 'null'],
    ['a list', [1], '!NOT_AN_OBJECT entity', '[1]'],
    ['text', 'ride', '!NOT_AN_OBJECT entity', '"ride"'],
    ['without id', liveEntry({ id: undefined }), '!MISSING_ENTITY_ID id', 'missing'],
    ['with an empty id', liveEntry({ id: '' }), '!MISSING_ENTITY_ID id', '""'],
    ['with an id that is no UUID', liveEntry({ id: 'x1' }), '!INVALID_ENTITY_ID id', '"x1"'],
    ['with a number as id', liveEntry({ id: 7 }), '!INVALID_ENTITY_ID id', '7'],
  ])('(%s) affects only itself, and is reported with its index', (_, entry, line, value) => {
    const response = parseEntries(liveEntry({ id: liveId(1) }), entry, liveEntry({ id: liveId(2) }));
    expect(liveIssueLines(response)).toEqual([line]);
    expect(response.issues[0]).toMatchObject({ index: 1, themeparksWikiId: null, value });
    expect(response).toMatchObject({ read: 3, rejected: 1 });
    expect(response.observations.map(({ entity }) => entity.themeparksWikiId)).toEqual([liveId(1), liveId(2)]);
  });
});

describe('an entity that occurs twice in a response', () => {
  const twice = () => [
    liveEntry({ status: 'CLOSED' }),
    liveEntry({ id: liveId(1) }),
    liveEntry({ id: LIVE_RIDE_ID.toUpperCase(), status: 'DOWN' }),
  ];

  it('uses the last entry, and the earlier one is reported', () => {
    const response = parseEntries(...twice());
    expect(response).toMatchObject({ read: 3, rejected: 1 });
    expect(response.observations.map(({ entity, status }) => [entity.themeparksWikiId, status])).toEqual([
      [liveId(1), 'OPERATING'],
      [LIVE_RIDE_ID, 'DOWN'],
    ]);
    expect(liveIssueLines(response)).toEqual(['!DUPLICATE_ENTITY id']);
    expect(response.issues[0]).toMatchObject({ index: 0, themeparksWikiId: LIVE_RIDE_ID });
  });

  it('uses the last entry even if a field of it is unreadable', () => {
    const response = parseEntries(liveEntry(), liveEntry({ status: 'DOWN', queue: { STANDBY: { waitTime: 'abc' } } }));
    expect(response.observations.map(({ status, waitMinutes }) => [status, waitMinutes])).toEqual([['DOWN', null]]);
    expect(liveIssueLines(response)).toEqual(['INVALID_WAIT_TIME queue.STANDBY.waitTime', '!DUPLICATE_ENTITY id']);
  });
});

describe('the standby wait', () => {
  it.each([
    ['null', { STANDBY: { waitTime: null } }, null],
    ['missing', { STANDBY: {} }, null],
    ['-1: open, not posted', { STANDBY: { waitTime: -1 } }, null],
    ['0, which is a wait', { STANDBY: { waitTime: 0 } }, 0],
    ['a number as text', { STANDBY: { waitTime: '35' } }, 35],
    ['of no queue', undefined, null],
    ['of a null queue', null, null],
    ['of a null standby queue', { STANDBY: null }, null],
  ])('that is %s', (_, queue, waitMinutes) => {
    const response = parseEntries(liveEntry({ queue }));
    expect(response.observations[0]).toMatchObject({ status: 'OPERATING', waitMinutes, queues: [] });
    expect(response.issues).toEqual([]);
  });

  it.each([[-999], [-2], ['abc'], [-5], [1441], [3030], [12.5], [{}], [[5]], [true]])(
    'that is %p is null and noted, and the status beside it is kept, as in the archive',
    (waitTime) => {
      const response = parseEntries(liveEntry({ status: 'DOWN', queue: { STANDBY: { waitTime } } }));
      expect(liveIssueLines(response)).toEqual(['INVALID_WAIT_TIME queue.STANDBY.waitTime']);
      expect(response.issues[0]).toMatchObject({ index: 0, themeparksWikiId: LIVE_RIDE_ID });
      expect(response.observations[0]).toMatchObject({ status: 'DOWN', waitMinutes: null });
    },
  );

  it('above 300 is kept and noted', () => {
    const response = parseEntries(liveEntry({ queue: { STANDBY: { waitTime: 345 } } }));
    expect(response.observations[0]?.waitMinutes).toBe(345);
    expect(liveIssueLines(response)).toEqual(['SUSPICIOUS_WAIT_TIME queue.STANDBY.waitTime']);
  });
});

describe('an unreadable field', () => {
  it.each([
    ['status', 'BROKEN', 'UNKNOWN_STATUS status'],
    ['status', 5, 'UNKNOWN_STATUS status'],
    ['lastUpdated', '2026-04-15 16:01:14', 'INVALID_LAST_UPDATED lastUpdated'],
    ['lastUpdated', '2026-02-30T16:01:14Z', 'INVALID_LAST_UPDATED lastUpdated'],
    ['lastUpdated', 1_776_268_874, 'INVALID_LAST_UPDATED lastUpdated'],
  ])('(%s %p) is null and noted, and the entity is kept', (field, value, line) => {
    const response = parseEntries(liveEntry({ [field]: value }));
    expect(response.observations).toHaveLength(1);
    expect(response.observations[0]).toMatchObject({ [field === 'status' ? 'status' : 'lastUpdatedMs']: null });
    expect(liveIssueLines(response)).toEqual([line]);
  });

  it.each([
    ['name', undefined, 'MISSING_NAME name'],
    ['name', { en: 'x' }, 'MISSING_NAME name'],
    ['entityType', 'SPACESHIP', 'UNKNOWN_ENTITY_TYPE entityType'],
    ['parkId', 'here', 'INVALID_PARK_ID parkId'],
    ['externalId', ['x'], 'INVALID_EXTERNAL_ID externalId'],
  ])('(%s %p) is null in the entity and noted, and the rest is kept', (field, value, line) => {
    const response = parseEntries(liveEntry({ [field]: value }));
    expect(response.observations[0]).toMatchObject({ waitMinutes: 45, entity: { [field]: null } });
    expect(liveIssueLines(response)).toEqual([line]);
  });

  it('is not reported if the source sends nothing', () => {
    const withoutData = { entityType: null, parkId: null, externalId: null, status: null, lastUpdated: null };
    const response = parseEntries(liveEntry(withoutData));
    expect(response.issues).toEqual([]);
    expect(response.observations[0]).toMatchObject({ status: null, lastUpdatedMs: null });
  });
});

describe('the timestamp of the source', () => {
  it('is converted with its offset and truncated to the second', () => {
    const response = parseEntries(liveEntry({ lastUpdated: '2026-04-15T12:01:14.987-04:00' }));
    expect(response.observations[0]?.lastUpdatedMs).toBe(Date.UTC(2026, 3, 15, 16, 1, 14));
  });

  it.each(['2026-04-15T12:01:14', '2026-04-15T12:01:14.987'])('%s is read in the zone of the park', (lastUpdated) => {
    const response = parseEntries(liveEntry({ lastUpdated }));
    expect(response.observations[0]?.lastUpdatedMs).toBe(Date.UTC(2026, 3, 15, 16, 1, 14));
    expect(liveIssueLines(response)).toEqual(['LOCAL_TIME_WITHOUT_OFFSET entity']);
  });

  it('is null and noted if it is in the future', () => {
    const response = parseEntries(liveEntry({ lastUpdated: '2026-04-15T17:00:00Z' }));
    expect(response.observations[0]).toMatchObject({ status: 'OPERATING', waitMinutes: 45, lastUpdatedMs: null });
    expect(liveIssueLines(response)).toEqual(['LAST_UPDATED_IN_FUTURE lastUpdated']);
  });
});

describe('parks and destinations among the entities', () => {
  it.each(['PARK', 'DESTINATION', 'HOTEL', 'RESTAURANT', 'SHOW'] as const)('(%s) are observed like rides', (type) => {
    const response = parseEntries(liveEntry({ id: LIVE_PARK_ID.toUpperCase(), entityType: type, parkId: null }));
    expect(response.issues).toEqual([]);
    expect(response.observations[0]).toMatchObject({
      entity: { themeparksWikiId: LIVE_PARK_ID, entityType: type, parkId: null },
      status: 'OPERATING',
    });
  });
});
