import { usualExtremes } from './usual-hours.js';

const hour = (number: number, p50: number | null, days = 8) => ({ hour: number, p50, days });

describe('the usual hours of a day', () => {
  it('are the shortest and the longest, the earlier of equal ones', () => {
    const found = usualExtremes([hour(8, 30), hour(9, 20), hour(10, 20), hour(14, 90), hour(15, 90)]);
    expect(found).toEqual({ shortest: hour(9, 20), longest: hour(14, 90) });
  });

  it('leave out an hour that few days know, such as that of a party at night', () => {
    const found = usualExtremes([hour(2, 5, 3), hour(3, 200, 1), hour(8, 30, 7), hour(9, 40)]);
    expect(found).toEqual({ shortest: hour(8, 30, 7), longest: hour(9, 40) });
  });

  it('do not exist without a posted wait', () => {
    expect(usualExtremes([])).toBeNull();
    expect(usualExtremes([hour(9, null, 0)])).toBeNull();
  });
});
