import { readQualitySearch } from './pages/admin/quality/quality-search.js';
import { readPatterns } from './pages/ride/patterns-search.js';
import { readDay, readId, readIds, readWord } from './search-params.js';

describe('parameters of an address', () => {
  it.each([['0'], ['-1'], ['x'], [''], [1.5], [undefined], [null], [{}]])(
    'leave out %j where an id belongs',
    (value) => {
      expect(readId({ id: value }, 'id')).toEqual({});
    },
  );

  it('hold what the patterns of a ride and the differences of the quality show', () => {
    expect(readPatterns({ heat: 'uptime', weekday: '7' })).toEqual({ heat: 'uptime', weekday: 7 });
    expect(readPatterns({ heat: 'other', weekday: 8 })).toEqual({});
    expect(readQualitySearch({ differences: 'ALL' })).toEqual({ differences: 'ALL' });
  });

  it('read ids, words and days', () => {
    expect(readId({ id: '7' }, 'id')).toEqual({ id: 7 });
    expect(readWord({ view: 'years' }, 'view', ['today', 'years'])).toEqual({ view: 'years' });
    expect(readWord({ view: 'other' }, 'view', ['today', 'years'])).toEqual({});
    expect(readDay({ from: '2026-02-28' }, 'from')).toEqual({ from: '2026-02-28' });
    expect(readDay({ from: '2026-02-31' }, 'from')).toEqual({});
    expect(readDay({ from: 'yesterday' }, 'from')).toEqual({});
  });

  it.each(['0000-01-01', '1989-12-31', '2101-01-01', '9999-12-31'])('leave out %s, of which no data can be', (day) => {
    expect(readDay({ from: day }, 'from')).toEqual({});
  });

  it.each([
    ['4,17,4,x,-2', [4, 17]],
    [4, [4]],
    [undefined, []],
    ['1,2,3,4', [1, 2, 3]],
  ])('read %j as the ids %j, at most three', (value, ids) => {
    expect(readIds(value, 3)).toEqual(ids);
  });
});
