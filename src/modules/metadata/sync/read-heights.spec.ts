import { readHeights } from './read-heights.js';

const tag = (name: string, value: unknown) => ({ tag: name, tagName: name, id: name, value });
const minimum = (height: unknown, unit: unknown = 'cm') => tag('MINIMUM_HEIGHT', { height, unit });

describe('heights in tags', () => {
  it('are read in centimetres and in inches, to the nearest centimetre', () => {
    const tags = [
      minimum(44, 'in'),
      tag('MINIMUM_HEIGHT_UNACCOMPANIED', { height: 125.4, unit: 'cm' }),
      tag('MAXIMUM_HEIGHT', { height: 76, unit: 'IN' }),
      { tag: 'MAY_GET_WET', tagName: 'May Get Wet' },
    ];
    expect(readHeights(tags)).toEqual({
      heights: { heightMinCm: 112, heightMinUnaccompaniedCm: 125, heightMaxCm: 193 },
      problems: [],
    });
  });

  it.each([
    [32, 81],
    [35, 89],
    [38, 97],
    [40, 102],
    [42, 107],
    [48, 122],
    [51, 130],
    [54, 137],
  ])('of %d in are %d cm, as parks print them', (inches, centimetres) => {
    expect(readHeights([minimum(inches, 'in')]).heights).toEqual({ heightMinCm: centimetres });
  });

  it.each<[string, unknown, string]>([
    ['another unit', minimum(4, 'ft'), 'HEIGHT_UNIT'],
    ['no unit', tag('MINIMUM_HEIGHT', { height: 102 }), 'HEIGHT_UNIT'],
    ['a bare number', tag('MINIMUM_HEIGHT', 102), 'HEIGHT_UNREADABLE'],
    ['a text', minimum('102'), 'HEIGHT_UNREADABLE'],
    ['millimetres under another name', minimum(1020), 'HEIGHT_OUT_OF_RANGE'],
    ['nothing', minimum(0), 'HEIGHT_OUT_OF_RANGE'],
  ])('are refused for %s', (_, bad, reason) => {
    const { heights, problems } = readHeights([bad]);
    expect(heights).toEqual({});
    expect(problems).toMatchObject([{ reason, field: 'heightMinCm', tag: bad }]);
  });

  it('are refused if two values contradict each other, and accepted if they are equal in two units', () => {
    expect(readHeights([minimum(102), minimum(40, 'in')])).toEqual({ heights: { heightMinCm: 102 }, problems: [] });
    const { heights, problems } = readHeights([minimum(102), minimum(112)]);
    expect([heights, problems.map(({ reason }) => reason)]).toEqual([{}, ['HEIGHT_CONFLICT']]);
  });

  it('are missing in a tag without a value, and in anything that is not a tag', () => {
    expect(readHeights([tag('MINIMUM_HEIGHT', null), null, 'MINIMUM_HEIGHT', { tag: 7 }])).toEqual({
      heights: {},
      problems: [],
    });
  });
});

describe('heights in attributes', () => {
  it('are centimetres, under the name of the tag in any case', () => {
    const attributes = { minimumHeight: 102, minimum_height_unaccompanied: 125.4, maximumHeight: 193, mayGetWet: true };
    expect(readHeights([], attributes)).toEqual({
      heights: { heightMinCm: 102, heightMinUnaccompaniedCm: 125, heightMaxCm: 193 },
      problems: [],
    });
  });

  it.each<[string, unknown, string]>([
    ['a text', '102', 'HEIGHT_UNREADABLE'],
    ['a boolean', true, 'HEIGHT_UNREADABLE'],
    ['inches', 4, 'HEIGHT_OUT_OF_RANGE'],
    ['zero', 0, 'HEIGHT_OUT_OF_RANGE'],
    ['an object in feet', { height: 4, unit: 'ft' }, 'HEIGHT_UNIT'],
  ])('are refused for %s', (_, minimumHeight, reason) => {
    expect(readHeights([], { minimumHeight })).toMatchObject({
      heights: {},
      problems: [{ reason, field: 'heightMinCm', tag: { minimumHeight } }],
    });
  });

  it('count before a tag that differs by rounding, and contradict one that differs by more', () => {
    expect(readHeights([minimum(44, 'in')], { minimumHeight: 111 })).toEqual({
      heights: { heightMinCm: 111 },
      problems: [],
    });
    const { heights, problems } = readHeights([minimum(44, 'in')], { minimumHeight: 102 });
    expect([heights, problems.map(({ reason }) => reason)]).toEqual([{}, ['HEIGHT_CONFLICT']]);
  });
});
