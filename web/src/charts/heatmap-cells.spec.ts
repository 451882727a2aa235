import type { Schemas } from '../api/client.js';
import { emptyText, extremes, heatCell, hoursInUse } from './heatmap-cells.js';

const cell = (hour: number, value: number | null, observedMinutes = 60) => ({
  ...{ hour, value, observedMinutes },
  ...{ coveragePercent: 100, observedDays: 4 },
});

const map = {
  weekdays: [
    { weekday: 1, days: 4, hours: [cell(8, null), cell(9, 20), cell(10, null), cell(11, 50), cell(12, null)] },
  ],
};

describe('cells of a heat map', () => {
  it('tell not observed from closed, and neither from zero', () => {
    expect(heatCell(cell(9, null, 0), 'avgWait')).toEqual({ kind: 'unknown' });
    expect(heatCell({ ...cell(9, null), coveragePercent: null }, 'avgWait')).toEqual({ kind: 'closed' });
    expect(heatCell(cell(9, 0), 'avgWait')).toEqual({ kind: 'value', value: 0, level: 0 });
  });

  it('tell an open hour without a value from one when it was closed', () => {
    expect(heatCell(cell(9, null), 'avgWait')).toEqual({ kind: 'none' });
  });

  it('say why there is none to draw', () => {
    const of = (metric: Schemas['HeatmapMetric'], observedMinutes: number, reportsDown: boolean | null = true) =>
      emptyText({
        ...{ entity: { reportsDown }, metric },
        weekdays: [{ weekday: 1, days: 1, hours: [cell(9, null, observedMinutes)] }],
      } as unknown as Schemas['HeatmapView']).title;
    expect(of('uptime', 0, false)).toBe('Nothing was observed in this period');
    expect(of('uptime', 60, false)).toBe('Uptime is not known');
    expect(of('uptime', 60)).toBe('No uptime is known in this period');
    expect(of('avgWait', 60)).toBe('No wait was posted in this period');
  });

  it('are darker the less reliable a ride is', () => {
    expect(heatCell(cell(9, 98), 'uptime')).toEqual({ kind: 'value', value: 98, level: 2 });
  });

  it('span the hours from the first to the last with a value', () => {
    expect(hoursInUse(map as Schemas['HeatmapView'])).toEqual([9, 10, 11]);
  });

  it('have a shortest and a longest one, if there is any', () => {
    expect(extremes(map as Schemas['HeatmapView']).map(({ hour }) => hour)).toEqual([9, 11]);
    expect(extremes({ weekdays: [] } as unknown as Schemas['HeatmapView'])).toEqual([]);
  });
});
