import { scheduleDays } from './schedule-days.js';

const entry = {
  date: '2026-11-29',
  type: 'OPERATING' as const,
  opensAt: '2026-11-29T08:30:00Z',
  closesAt: '2026-11-29T20:00:00Z',
  ...{ description: null, purchases: [], withdrawnAt: null, hoursProblem: null },
};

describe('the published hours of a park', () => {
  it('are in its own zone, opening hours before events', () => {
    const event = { ...entry, type: 'TICKETED_EVENT', description: 'Night', opensAt: '2026-11-29T21:00:00Z' } as const;
    const [day] = scheduleDays([{ ...event, closesAt: '2026-11-29T23:00:00Z' }, entry], 'Europe/Paris');
    expect(day!.hours).toEqual(['09:30 to 21:00', 'Night: 22:00 to 00:00']);
  });

  it('leave out what was withdrawn, and name hours that are not plausible', () => {
    const odd = { ...entry, date: '2026-11-30', opensAt: null, hoursProblem: 'TOO_LONG' } as const;
    const days = scheduleDays([{ ...entry, withdrawnAt: '2026-11-20T00:00:00Z' }, odd], 'Europe/Paris');
    expect(days).toEqual([{ date: '2026-11-30', hours: ['Operating: hours are not plausible'], prices: [] }]);
  });

  it('come with prices once; an unknown price is a dash, a free one is not', () => {
    const price = (key: string, priceMinor: number | null) => ({
      ...{ key, name: key, type: null, priceMinor, priceCurrency: 'EUR', isAvailable: true },
    });
    const purchases = [price('Pass', 2_500), price('Pass', 2_500), price('Guide', 0), price('Meal', null)];
    const [day] = scheduleDays([{ ...entry, purchases }], 'Europe/Paris');
    expect(day!.prices.map((text) => text.replace(/[^\d.:–A-Za-z]/g, ''))).toEqual([
      'Pass:25.00',
      'Guide:0.00',
      'Meal:–',
    ]);
  });
});
