import fc from 'fast-check';
import { dayAfter, daysFromTo } from '../../common/time/calendar.js';
import { type DownReport, reportedSince, unreportedSpans, withoutUptime } from './down-reports.js';
import { metricChange, metricsOf } from './derived-metrics.js';
import { NO_TOTALS } from './rollup-totals.js';

const APRIL = { from: '2024-04-01', to: '2024-04-30' };
const reports: DownReport[] = [
  { from: '2024-03-20', until: '2024-04-05' },
  { from: '2024-04-20', until: null },
];

describe('days on which the feed of a park does not report DOWN', () => {
  it('are those before the first range, between ranges, and after the last', () => {
    expect(unreportedSpans(reports, APRIL)).toEqual([{ from: '2024-04-06', to: '2024-04-19' }]);
    expect(unreportedSpans(reports, { from: '2024-03-01', to: '2024-03-20' })).toEqual([
      { from: '2024-03-01', to: '2024-03-19' },
    ]);
    expect(unreportedSpans(reports.slice(0, 1), APRIL)).toEqual([{ from: '2024-04-06', to: '2024-04-30' }]);
  });

  it('are all days of a feed that never reports DOWN, and none of one that always does', () => {
    expect(unreportedSpans([], APRIL)).toEqual([APRIL]);
    expect(unreportedSpans([{ from: '2024-04-01', until: null }], APRIL)).toEqual([]);
  });

  it('are exactly the days of the span outside all ranges', () => {
    const start = '2024-01-01';
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(lengths, fc.boolean(), fc.nat(40), fc.nat(40), (pairs, goesOn, first, length) => {
        let day = start;
        const ranges = pairs.map(([pause, days], index): DownReport => {
          const from = dayAfter(day, pause);
          day = dayAfter(from, days);
          return { from, until: goesOn && index === pairs.length - 1 ? null : day };
        });
        const span = { from: dayAfter(start, first), to: dayAfter(start, first + length) };
        const isReported = (date: string) =>
          ranges.some(({ from, until }) => from <= date && (until === null || date <= until));
        expect(unreportedSpans(ranges, span).flatMap(({ from, to }) => daysFromTo(from, to))).toEqual(
          daysFromTo(span.from, span.to).filter((date) => !isReported(date)),
        );
      }),
    );
  });
});

it('have no start of reports for a feed that has stopped reporting DOWN', () => {
  expect([reportedSince(reports), reportedSince(reports.slice(0, 1)), reportedSince([])]).toEqual([
    ...['2024-04-20', null, null],
  ]);
});

it('the worked example of docs/analytics.md: 90 % in the first year with DOWN, nothing the year before, no change', () => {
  const minutes = (operating: number, down: number) => ({
    ...NO_TOTALS,
    ...{ days: 1, scheduledMs: 1_200 * 60_000, scheduledObservedMs: 1_200 * 60_000, reportedMs: 1_200 * 60_000 },
    ...{ scheduledOperatingMs: operating * 60_000, scheduledDownMs: down * 60_000 },
  });
  const [now, then] = [minutes(480 + 600, 120), withoutUptime(minutes(480 + 600, 0))];
  expect(metricsOf(now, 1)).toMatchObject({ uptimePercent: 90, downMinutes: 120 });
  expect(metricsOf(then, 1)).toMatchObject({ uptimePercent: null, downMinutes: null, coveragePercent: 100 });
  expect(metricChange(now, then)).toMatchObject({ uptimePercent: null, uptimePoints: null });
});
