import { contradictoryHeights } from './override.service.js';

const heights = (heightMinCm: number | null, heightMinUnaccompaniedCm: number | null, heightMaxCm: number | null) => ({
  ...{ heightMinCm, heightMinUnaccompaniedCm, heightMaxCm },
});

describe('heights that are set by hand', () => {
  it('may be equal or unknown', () => {
    const all = { heightMinCm: 100, heightMinUnaccompaniedCm: 100, heightMaxCm: 100 };
    expect(contradictoryHeights(heights(100, 100, 100), all, Object.keys(all))).toEqual({});
    expect(contradictoryHeights(heights(200, null, null), { heightMinCm: 200 }, ['heightMinCm'])).toEqual({});
  });

  it('must not have a minimum above the maximum, whatever the source of the other height', () => {
    expect(contradictoryHeights(heights(200, null, 100), { heightMinCm: 200 }, ['heightMinCm'])).toEqual({
      heightMinCm: ['heightMinCm of 200 cm would exceed heightMaxCm of 100 cm'],
    });
    expect(Object.keys(contradictoryHeights(heights(200, null, 100), { heightMaxCm: 100 }, ['heightMaxCm']))).toEqual([
      'heightMaxCm',
    ]);
  });

  it('must not allow riding alone below the minimum height', () => {
    const fields = ['heightMinUnaccompaniedCm'];
    expect(contradictoryHeights(heights(120, 100, null), { heightMinUnaccompaniedCm: 100 }, fields)).toEqual({
      heightMinUnaccompaniedCm: ['heightMinCm of 120 cm would exceed heightMinUnaccompaniedCm of 100 cm'],
    });
  });

  it('may be cleared unless the restored height contradicts one set by hand', () => {
    expect(contradictoryHeights(heights(200, null, 100), {}, ['heightMinCm', 'heightMaxCm'])).toEqual({});
    const left = contradictoryHeights(heights(200, null, 100), { heightMaxCm: 100 }, ['heightMinCm']);
    expect(Object.keys(left)).toEqual(['heightMinCm']);
  });

  it('are not checked when other fields are set', () => {
    expect(contradictoryHeights(heights(200, null, 100), { heightMaxCm: 100 }, ['indoorOutdoor'])).toEqual({});
  });
});
