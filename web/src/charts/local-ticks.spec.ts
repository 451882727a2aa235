import { localTicks } from './local-ticks.js';

const ms = (text: string) => Date.parse(text);

describe('ticks of a time axis', () => {
  it('are at round local hours of the park, also where the offset is half an hour', () => {
    const ticks = localTicks(ms('2026-11-28T13:30:00Z'), ms('2026-11-29T13:30:00Z'), 'Australia/Adelaide');
    expect(ticks.slice(0, 3).map(({ text }) => text)).toEqual(['00:00', '02:00', '04:00']);
    expect(new Date(ticks[1]!.atMs).toISOString()).toBe('2026-11-28T15:30:00.000Z');
  });

  it('of days are at their beginnings, through the change of the clocks', () => {
    const ticks = localTicks(ms('2026-10-20T22:00:00Z'), ms('2026-10-29T23:00:00Z'), 'Europe/Paris');
    expect(ticks).toHaveLength(10);
    expect(ticks.map(({ atMs }) => new Date(atMs).toISOString().slice(11, 13))).toEqual([
      ...['22', '22', '22', '22', '22', '23', '23', '23', '23', '23'],
    ]);
  });

  it('are few, whatever the span', () => {
    for (const days of [0.1, 1, 3, 30, 365, 3_650]) {
      const ticks = localTicks(0, days * 86_400_000, 'UTC');
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(13);
    }
  });
});
