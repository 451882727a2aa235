import { Injectable } from '@nestjs/common';
import type { TimeWindow } from '../../../../common/time/time-windows.js';
import { ParkCalendar } from '../park-calendar.js';
import type { AnalyticsEntity } from '../subject.js';
import {
  ROLLUP_INTERVALS,
  RollupHistoryRepository,
  type RollupInterval,
  type RollupRow,
} from './rollup-history.repository.js';
import { type RollupPoint, rollupPoint } from './rollup-points.js';

export { ROLLUP_INTERVALS, type RollupInterval };

/** Rows of the first and of the last date that may fall out of the window, or come in another order of time. */
const SPARE_ROWS = 48;

export interface RollupPage {
  points: RollupPoint[];
  /** Start of the last point, where there are more after it. */
  continuesAfterMs: number | null;
}

/** The hours or days of a ride that a window of time touches, each as a whole. */
@Injectable()
export class RollupHistoryService {
  constructor(
    private readonly repository: RollupHistoryRepository,
    private readonly calendar: ParkCalendar,
  ) {}

  /** In time order, those that begin after `afterMs` where that is given. `ride` is a ride. */
  async page(
    ride: AnalyticsEntity,
    interval: RollupInterval,
    { fromMs, toMs, afterMs }: { fromMs: number; toMs: number; afterMs: number | null },
    limit: number,
  ): Promise<RollupPage> {
    const { timezone } = ride;
    const days = this.calendar.days(timezone);
    const span = { from: days.dateOf(Math.max(fromMs, afterMs ?? fromMs)), to: days.dateOf(toMs - 1) };
    const rows = await this.repository.findRows(ride, interval, span, limit + 1 + SPARE_ROWS);
    const found = rows
      .map((row) => ({ row, window: this.windowOf(row, timezone) }))
      .filter(({ window: { startMs, endMs } }) => endMs > fromMs && startMs < toMs && startMs > (afterMs ?? -Infinity))
      .sort((a, b) => a.window.startMs - b.window.startMs);
    const shown = found.slice(0, limit);
    return {
      points: shown.map(({ row, window }) => rollupPoint(row, window)),
      continuesAfterMs: found.length > limit ? shown.at(-1)!.window.startMs : null,
    };
  }

  private windowOf({ localDate, localHour }: RollupRow, timezone: string | null): TimeWindow {
    const hours = this.calendar.hours(timezone);
    return localHour === null ? hours.days.of(localDate) : hours.window(localDate, localHour);
  }
}
