import { WAIT_NEWS_MINUTES } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import { CLOSED, OPERATING, REFURBISHMENT } from '../snapshots/observations.js';
import { type DayUse, type PublishedDay, publishedDays, type UseDay } from './day-use.js';
import { ParkDayActivity, pushJoined, RideDayActivity } from './day-activity.js';
import { isFollowedAtOnce, type RideTimeline, postedWait } from './implausible-waits.js';
import { observedUse } from './observed-use.js';
import type { PublishedInterval } from './published-interval.js';
import { type ObservedTimeline, publishedUse } from './published-use.js';

/** A posted wait is current for this long; later the feed may merely repeat it. */
export const NEWS_MS = WAIT_NEWS_MINUTES * MINUTE_MS;

/**
 * Collects the states of the attractions of a park by day and decides when the park was in use. Only observations of the day
 * and of the two hours before it decide.
 */
export class ParkUseDetector {
  private readonly published: readonly PublishedDay[];
  private readonly input: readonly ParkDayActivity[];
  private readonly timelines: ObservedTimeline[] = [];
  private readonly ride = new RideDayActivity();

  /** @param published intervals of the days and of the day before the first one */
  constructor(
    private readonly days: readonly UseDay[],
    published: readonly PublishedInterval[],
  ) {
    this.published = publishedDays(days, published);
    this.input = days.map(() => new ParkDayActivity());
  }

  /**
   * Adds one attraction.
   * @param isObserved by day, 1 if it was observed on the day itself rather than carried forward into it
   */
  add(timeline: RideTimeline, isObserved: ArrayLike<number>): void {
    this.timelines.push({ timeline, isObserved });
    const { days, ride } = this;
    const { startMs, endMs, status, waitMinutes, length } = timeline;
    let [day, newsMs] = [0, NaN];
    ride.clear();
    for (let index = 0; index < length; index++) {
      if (isNews(timeline, index)) newsMs = startMs[index]!;
      while (day < days.length && days[day]!.endMs <= startMs[index]!) this.finish(day++, isObserved);
      const isOperating = status[index] === OPERATING;
      const isRefurbished = status[index] === REFURBISHMENT;
      for (let at = day; at < days.length && days[at]!.startMs < endMs[index]!; at++) {
        if (at > day) this.finish(day++, isObserved);
        if (!isRefurbished) ride.isObserved = true;
        if (!isOperating) {
          ride.addOther();
          if (status[index] === CLOSED) ride.addClosed(startMs[index]!);
          continue;
        }
        const fromMs = Math.max(startMs[index]!, days[at]!.startMs);
        const toMs = Math.min(endMs[index]!, days[at]!.endMs);
        const wait = postedWait(waitMinutes[index]!);
        ride.addOperating(fromMs, toMs, wait);
        if (this.published[at]!.windows.length > 0) this.noteOperating(at, fromMs, toMs);
        if (wait > 0 && toMs > fromMs) this.noteMoving(at, newsMs, { startMs: fromMs, endMs: toMs });
      }
    }
    if (day < days.length) this.finish(day, isObserved);
  }

  /**
   * Adds the days without an observation of an attraction.
   * @param isShut by day, 1 if it is known to have remained closed or down
   */
  addShut(isShut: ArrayLike<number>): void {
    for (const [day, input] of this.input.entries()) input.shut += isShut[day]!;
  }

  useOf(day: number): DayUse {
    const [published, input] = [this.published[day]!, this.input[day]!];
    if (published.own.length === 0) return observedUse(this.days[day]!, published, input);
    return publishedUse(day, this.days[day]!, published, { input, timelines: this.timelines });
  }

  private finish(day: number, isObserved: ArrayLike<number>): void {
    this.ride.finish();
    if (this.ride.isObserved && isObserved[day] === 1) this.input[day]!.add(this.ride);
    this.ride.clear();
  }

  private noteOperating(day: number, fromMs: number, toMs: number): void {
    const { own, fromPreviousDay } = this.published[day]!;
    const isWithin = ({ startMs, endMs }: TimeInterval): boolean => startMs < toMs && endMs > fromMs;
    this.ride.hasOperated ||= own.some(isWithin);
    this.ride.hasOperatedInHoursFromPreviousDay ||= fromPreviousDay.some(isWithin);
  }

  /** An unchanged wait that was posted before closing time does not contradict it, because the feed may merely repeat it. */
  private noteMoving(day: number, newsMs: number, { startMs, endMs }: TimeInterval): void {
    const { own, closed } = this.published[day]!;
    if (own.length === 0) return;
    const toMs = Math.min(endMs, newsMs + NEWS_MS);
    for (const time of closed) {
      const isOfEveningBefore = time.startMs === this.days[day]!.startMs;
      if (newsMs <= time.startMs && !isOfEveningBefore) continue;
      if (time.startMs < toMs && time.endMs > startMs)
        pushJoined(this.ride.changedOutsideHours, Math.max(time.startMs, startMs), Math.min(time.endMs, toMs));
    }
  }
}

/** Whether the interval differs from the one before it. Any interval after unknown time counts as a change. */
function isNews(timeline: RideTimeline, index: number): boolean {
  if (!isFollowedAtOnce(timeline, index - 1)) return true;
  const { status, waitMinutes } = timeline;
  if (status[index] !== status[index - 1]) return true;
  return postedWait(waitMinutes[index]!) !== postedWait(waitMinutes[index - 1]!);
}
