import { liveEntry, liveIssueLines, parseEntries } from '../../../../test/support/live-response.js';
import { MAX_JSON_DEPTH, canonicalJson } from '../../../common/reading/canonical-json.js';
import { MAX_DETAIL_LENGTH } from '../../snapshots/show-times/show-time-list.js';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const detailsOf = (fields: Record<string, unknown>) => parseEntries(liveEntry(fields)).observations[0]!.details;

describe('canonical JSON', () => {
  it('gives the same text for the same content, in any order of members', () => {
    const a = canonicalJson(JSON.parse('{"b":[1,{"y":null,"x":"é"}],"a":true}'));
    const b = canonicalJson(JSON.parse('{"a":true, "b":[1,{"x":"\\u00e9","y":null}]}'));
    expect(a).toBe('{"a":true,"b":[1,{"x":"é","y":null}]}');
    expect(b).toBe(a);
  });

  it('keeps the order of lists, which may be significant', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });

  it('orders members that look like numbers or like the prototype as text', () => {
    const text = '{"10":1,"9":2,"__proto__":3}';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });

  it('contains no lone surrogates, which JSON columns reject', () => {
    expect(canonicalJson({ '\ud83c': '\udfa2' })).toBe('{"\ufffd":"\ufffd"}');
  });

  it('rejects excessive nesting instead of exhausting the stack', () => {
    expect(canonicalJson(nested(MAX_JSON_DEPTH))).not.toBeNull();
    expect(canonicalJson(nested(MAX_JSON_DEPTH + 1))).toBeNull();
    expect(canonicalJson(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)))).toBeNull();
  });
});

describe('the details of a live entity', () => {
  it('are kept unchanged in canonical form, for each of the four types', () => {
    const times = { type: 'Operating', startTime: '2026-04-15T09:00:00-04:00', endTime: '2026-04-15T20:00:00-04:00' };
    const json = `[{"endTime":"${times.endTime}","startTime":"${times.startTime}","type":"Operating"}]`;
    const fields = {
      forecast: [{ time: times.startTime, waitTime: 25, percentage: 21 }],
      diningAvailability: [{ waitTime: 5, partySize: 2 }],
      operatingHours: [times],
      showtimes: [times],
    };
    expect(detailsOf(fields)).toEqual([
      { detailType: 'SHOWTIMES', json },
      { detailType: 'OPERATING_HOURS', json },
      { detailType: 'DINING_AVAILABILITY', json: '[{"partySize":2,"waitTime":5}]' },
      { detailType: 'FORECAST', json: `[{"percentage":21,"time":"${times.startTime}","waitTime":25}]` },
    ]);
  });

  it('that are an empty list are kept; those that are null are ignored', () => {
    expect(detailsOf({ showtimes: [], forecast: null })).toEqual([{ detailType: 'SHOWTIMES', json: '[]' }]);
  });

  it('are kept if they are an object instead of a list', () => {
    expect(detailsOf({ showtimes: { startTime: 'noon' } })).toEqual([
      { detailType: 'SHOWTIMES', json: '{"startTime":"noon"}' },
    ]);
  });

  it('get the offset of their park for times without one, and are noted once', () => {
    const times = { startTime: '2026-11-01T10:00:00', endTime: '2026-04-15T20:00:00', type: 'Performance Time' };
    const response = parseEntries(
      liveEntry({ showtimes: [times], operatingHours: times, forecast: [{ time: 'noon' }] }),
    );
    const json =
      '{"endTime":"2026-04-15T20:00:00-04:00","startTime":"2026-11-01T10:00:00-05:00","type":"Performance Time"}';
    expect(response.observations[0]!.details).toEqual([
      { detailType: 'SHOWTIMES', json: `[${json}]` },
      { detailType: 'OPERATING_HOURS', json },
      { detailType: 'FORECAST', json: '[{"time":"noon"}]' },
    ]);
    expect(liveIssueLines(response)).toEqual(['LOCAL_TIME_WITHOUT_OFFSET entity']);
  });

  it.each([
    ['text', 'at noon', 'INVALID_DETAIL showtimes'],
    ['too long', ['x'.repeat(MAX_DETAIL_LENGTH)], 'DETAIL_TOO_LARGE showtimes'],
    ['too deep', nested(MAX_JSON_DEPTH + 1), 'DETAIL_TOO_LARGE showtimes'],
  ])('that are %s are noted, and the entity is kept', (_, showtimes, line) => {
    const response = parseEntries(liveEntry({ showtimes }));
    expect(liveIssueLines(response)).toEqual([line]);
    expect(response.observations[0]).toMatchObject({ waitMinutes: 45, details: [] });
  });
});
