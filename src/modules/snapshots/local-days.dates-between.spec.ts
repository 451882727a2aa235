import { LocalDays } from './local-days.js';

describe('the local dates between two instants', () => {
  it('are those of the park, both ends included, even across a clock change', () => {
    const days = new LocalDays('America/New_York', 0);
    const dates = days.datesBetween(Date.parse('2024-03-10T04:59:59Z'), Date.parse('2024-03-11T04:00:00Z'));
    expect(dates).toEqual(['2024-03-09', '2024-03-10', '2024-03-11']);
  });

  it('are one date if both are on the same day', () => {
    const instantMs = Date.parse('2024-03-10T15:00:00Z');
    expect(new LocalDays('Asia/Tokyo', 0).datesBetween(instantMs, instantMs)).toEqual(['2024-03-11']);
  });

  it('use the start of the park’s day', () => {
    const instantMs = Date.parse('2024-03-10T02:00:00Z');
    expect(new LocalDays(null, 180).datesBetween(instantMs, instantMs)).toEqual(['2024-03-09']);
  });
});
