import { findChurnNight } from './timestamp-churn.js';
import type { ObservedSpan } from './opening-intervals.js';

const HOUR_MS = 3_600_000;
const EVENING_MS = Date.UTC(2026, 3, 15, 21);
/** Hours after the park has closed. */
const at = (hour: number): number => EVENING_MS + hour * HOUR_MS;
const NIGHT = { startMs: at(0), endMs: at(12) };
const THRESHOLDS = { minStamps: 6, minShownMs: 4 * HOUR_MS };

/** Polls every quarter of an hour, each with a stamp as fresh as the poll. */
function churned(fromHour: number, untilHour: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan[] {
  return Array.from({ length: (untilHour - fromHour) * 4 + 1 }, (_, quarter) => {
    const seenMs = at(fromHour + quarter / 4);
    return {
      fromMs: seenMs,
      untilMs: seenMs,
      status: 'OPERATING',
      waitMinutes: 0,
      lastUpdatedMs: seenMs,
      ...overrides,
    };
  });
}

describe('a night of timestamp churn', () => {
  it('is detected: operating at a constant wait through the closed hours, with ever fresh timestamps', () => {
    expect(findChurnNight(churned(-2, 14), NIGHT, THRESHOLDS)).toEqual({
      waitMinutes: 0,
      stamps: 47,
      fromMs: at(0),
      untilMs: at(11.75),
    });
  });

  it('is detected after the last waits of the evening have ended', () => {
    const runs = [...churned(-1, 0.5, { waitMinutes: 25 }), ...churned(0.75, 9, { waitMinutes: 5 })];
    expect(findChurnNight(runs, NIGHT, THRESHOLDS)).toMatchObject({ waitMinutes: 5, fromMs: at(0.75) });
  });

  it('is the longest of several intervals', () => {
    const closed = churned(4.25, 4.5, { status: 'CLOSED' });
    const runs = [...churned(0, 4), ...closed, ...churned(5, 11)];
    expect(findChurnNight(runs, NIGHT, THRESHOLDS)).toMatchObject({ fromMs: at(5), untilMs: at(11) });
  });

  it.each<[string, ObservedSpan[]]>([
    ['a ride that says closed', churned(0, 12, { status: 'CLOSED' })],
    ['a ride that posts no wait', churned(0, 12, { waitMinutes: null })],
    ['a ride whose stamp stands as the evening left it', churned(0, 12, { lastUpdatedMs: at(-1) })],
    ['a ride without stamps', churned(0, 12, { lastUpdatedMs: null })],
    ['a ride whose wait moves', churned(0, 12).map((run, n) => ({ ...run, waitMinutes: n % 8 }))],
    ['an evening that runs late', churned(-3, 2)],
    ['a day', churned(12, 20)],
    ['nothing seen', []],
  ])('is not %s', (_, runs) => {
    expect(findChurnNight(runs, NIGHT, THRESHOLDS)).toBeNull();
  });
});
