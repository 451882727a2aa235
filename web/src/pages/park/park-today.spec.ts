import type { Schemas } from '../../api/client.js';
import { hoursShown, todaySummary, todayTable } from './park-today.js';

type Hour = Schemas['TodayHourView'];

function hour(utcHour: number, averageWaitMinutes: number | null, p50: number | null): Hour {
  const from = Date.UTC(2026, 9, 25, utcHour);
  const percentiles = { p25: p50 && p50 - 5, p50, p75: p50 && p50 + 5, p90: p50, days: 40 };
  return {
    ...{ hour: utcHour, from: new Date(from).toISOString(), to: new Date(from + 3_600_000).toISOString() },
    ...{ averageWaitMinutes, difference: null, ...percentiles },
  };
}

function today(hours: Hour[], changed: Partial<Schemas['ParkTodayView']> = {}): Schemas['ParkTodayView'] {
  const entity = { timezone: 'Europe/Paris' } as Schemas['TargetView'];
  return { entity, hours, differenceSoFar: null, statistics: null, ...changed } as Schemas['ParkTodayView'];
}

describe('today of a park', () => {
  it('is shown from the first to the last hour with a wait; a gap within it stays a gap', () => {
    const hours = [
      hour(3, null, null),
      hour(9, 20, null),
      hour(10, null, null),
      hour(11, null, 30),
      hour(20, null, null),
    ];
    expect(hoursShown({ hours }).map(({ hour: shown }) => shown)).toEqual([9, 10, 11]);
  });

  it('tells both hours of the same name apart on the day on which clocks are set back', () => {
    const hours = [hour(0, 10, null), hour(1, 12, null)];
    expect(todayTable(today(hours)).rows.map(([name, wait]) => [name, wait])).toEqual([
      ['02:00', '10 min'],
      ['02:00', '12 min'],
    ]);
  });

  it('is compared with the typical hour and the median day in one sentence each', () => {
    const hours = [hour(8, 20, 15), hour(12, 60, 50)];
    const text = todaySummary(today(hours, { differenceSoFar: -3.2 }), 47, '2026-10-25T12:30:00Z');
    expect(text).toBe(
      'Now 47 min on average; typically 45 min to 55 min from 13:00. So far today 3.2 min calmer than the median day. ' +
        'Usually calmest from 09:00 (15 min), busiest from 13:00 (50 min).',
    );
  });

  it('states how much was observed where it is less than 95 %', () => {
    const statistics = { coveragePercent: 81.5 } as Schemas['DayStatisticsView'];
    const text = todaySummary(today([hour(8, null, null)], { statistics }), null, '2026-10-25T12:30:00Z');
    expect(text).toBe(
      'No wait is posted now. No earlier day of this weekday was observed. Of today, 81.5 % was observed.',
    );
  });
});
