import { checkPosition } from './check-position.js';

const ORLANDO = { latitude: 28.4177, longitude: -81.5812 };
const PARIS = { latitude: 48.8722, longitude: 2.7758 };
const problem = (location: unknown, park: typeof ORLANDO | null = ORLANDO): string => {
  const checked = checkPosition(location, park);
  return checked.kind === 'REFUSED' ? checked.problem : checked.kind;
};

describe('the position of a ride', () => {
  it('is accepted unchanged within 50 km of its park', () => {
    const position = { latitude: 28.419, longitude: -81.5776 };
    expect(checkPosition({ ...position, pointsOfInterest: [] }, ORLANDO)).toEqual({ kind: 'ACCEPTED', position });
    expect(problem({ latitude: 28.85, longitude: -81.58 })).toBe('ACCEPTED');
  });

  it.each<[string, unknown, string]>([
    ['farther than 50 km from its park', { latitude: 28.9, longitude: -81.58 }, 'POSITION_FAR_FROM_PARK'],
    ['of another resort', PARIS, 'POSITION_FAR_FROM_PARK'],
    ['at 0/0', { latitude: 0, longitude: 0 }, 'POSITION_AT_ZERO'],
    ['north of the pole', { latitude: 91, longitude: -81.58 }, 'POSITION_OUT_OF_RANGE'],
    ['beyond the antimeridian', { latitude: 28.4, longitude: 181 }, 'POSITION_OUT_OF_RANGE'],
    ['swapped', { latitude: -81.5812, longitude: 28.4177 }, 'POSITION_SWAPPED'],
    ['of texts', { latitude: '28.4', longitude: '-81.5' }, 'POSITION_UNREADABLE'],
    ['of half a place', { latitude: 28.4, longitude: null }, 'POSITION_UNREADABLE'],
    ['no object', [28.4, -81.5], 'POSITION_UNREADABLE'],
  ])('is refused when it is %s', (_, location, expected) => {
    expect(problem(location)).toBe(expected);
  });

  it('is detected as swapped even if both coordinates are valid latitudes, or the position is out of range', () => {
    expect(problem({ latitude: PARIS.longitude, longitude: PARIS.latitude }, PARIS)).toBe('POSITION_SWAPPED');
    const anaheim = { latitude: 33.8121, longitude: -117.919 };
    expect(problem({ latitude: anaheim.longitude, longitude: anaheim.latitude }, anaheim)).toBe('POSITION_SWAPPED');
  });

  it.each([null, undefined, {}, { latitude: null, longitude: null }])('is not said by %j', (location) => {
    expect(problem(location)).toBe('NO_VALUE');
  });

  it('is checked without a distance if the position of the park is unknown', () => {
    expect(problem(PARIS, null)).toBe('ACCEPTED');
    expect(problem({ latitude: 0, longitude: 0 }, null)).toBe('POSITION_AT_ZERO');
    expect(problem({ latitude: -91, longitude: 0 }, null)).toBe('POSITION_OUT_OF_RANGE');
  });

  it('is stored as 180 on the antimeridian', () => {
    const checked = checkPosition({ latitude: 0.5, longitude: -180 }, { latitude: 0.5, longitude: 179.99 });
    expect(checked).toEqual({ kind: 'ACCEPTED', position: { latitude: 0.5, longitude: 180 } });
  });
});
