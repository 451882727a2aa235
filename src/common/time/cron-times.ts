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

/** The time limit of the cycles of a cron expression, so that each ends before the next one starts. */
export class CycleLimit {
  /** Those after `sinceMs`. They are kept, because computing them takes milliseconds. */
  private ticks: Date[] = [];
  private sinceMs = -Infinity;

  constructor(private readonly cron: string) {}

  timeMs(now: Date): number {
    const times = this.ticksAfter(now).map((tick) => tick.getTime());
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    return Math.min(Math.min(...gaps) * SHARE_OF_PERIOD, LONGEST_CYCLE_MS);
  }

  private ticksAfter(now: Date): Date[] {
    const kept = now.getTime() < this.sinceMs ? [] : this.ticks.filter((tick) => tick > now);
    const more = nextTicks(this.cron, kept.at(-1) ?? now, TICKS_LOOKED_AT - kept.length);
    this.sinceMs = now.getTime();
    this.ticks = [...kept, ...more];
    return this.ticks;
  }
}
