import { CronTime } from 'cron';

/** Time limit of a cycle with an infrequent schedule. */
const LONGEST_CYCLE_MS = 600_000;
/** The rest of the period is left for work that is in progress when the time is up. */
const SHARE_OF_PERIOD = 0.9;
/** Enough ticks to include the shortest gap of a schedule such as "0,5 * * * *". */
const TICKS_LOOKED_AT = 12;

/** The next instants of a cron expression in UTC, after `now`. */
export function nextTicks(cron: string, now: Date, count: number): Date[] {
  const time = new CronTime(cron, 'UTC');
  const ticks: Date[] = [];
  let from = now;
  while (ticks.length < count) {
    from = time.getNextDateFrom(from, 'UTC').toJSDate();
    ticks.push(from);
  }
  return ticks;
}

/** The time limit of a cycle, so that it ends before the next one starts. */
export function cycleTimeMs(cron: string, now: Date): number {
  const ticks = nextTicks(cron, now, TICKS_LOOKED_AT).map((tick) => tick.getTime());
  const gaps = ticks.slice(1).map((tick, index) => tick - ticks[index]!);
  return Math.min(Math.min(...gaps) * SHARE_OF_PERIOD, LONGEST_CYCLE_MS);
}
