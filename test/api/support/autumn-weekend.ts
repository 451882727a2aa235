import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { StatsWorld } from '../../statistics/support/stats-world.js';
import { LiveRows } from '../../support/live-rows.js';
import type { ApiApp } from './api-app.js';

export const refreshStatistics = (api: ApiApp) => api.app.get(StatisticsRefreshService, { strict: false }).refresh();

/**
 * Three days of a park in Paris with two rides, with their statistics. The clock goes back on 27 October: the 26th ends at
 * 22:00 UTC, and the 27th, which has 25 hours, at 23:00.
 */
export async function autumnWeekend(api: ApiApp): Promise<StatsWorld> {
  const world = new StatsWorld(api.dataSource);
  await world.park(1, 'Europe/Paris', [1, 2]);
  const rows = new LiveRows(api.query.bind(api));
  const at = (dayAndTime: string) => `2024-10-${dayAndTime}:00Z`;
  for (const [date, from, to] of [
    ['2024-10-26', '26T08:00', '26T18:00'],
    ['2024-10-27', '27T09:00', '27T19:00'],
    ['2024-10-28', '28T09:00', '28T19:00'],
  ] as const) {
    await rows.schedule(1, date, new Date(at(from)), new Date(at(to)));
  }
  const live = (rideId: number, from: string, to: string, status: 'OPERATING' | 'DOWN' | 'CLOSED', wait?: number) =>
    world.live(rideId, at(from), at(to), status, wait ?? null);
  await live(1, '26T08:00', '26T12:00', 'OPERATING', 20);
  await live(1, '26T12:00', '26T12:45', 'DOWN');
  await live(1, '26T12:45', '26T17:30', 'OPERATING', 30);
  await live(1, '26T17:30', '27T09:30', 'DOWN');
  await live(1, '27T09:30', '27T19:00', 'OPERATING', 10);
  await live(1, '27T19:00', '27T19:30', 'CLOSED');
  await live(2, '26T05:00', '26T06:00', 'DOWN');
  await live(2, '26T06:00', '26T06:30', 'CLOSED');
  await live(2, '28T09:00', '28T13:00', 'OPERATING', 40);
  await live(2, '28T16:00', '28T16:20', 'DOWN');
  await refreshStatistics(api);
  return world;
}
