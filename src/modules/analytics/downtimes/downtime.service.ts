import { Injectable } from '@nestjs/common';
import { dayAfter, MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import { minutesOf, rounded } from '../../statistics/derived-metrics.js';
import { addTotals, NO_TOTALS, type Totals } from '../../statistics/rollup-totals.js';
import { DayHourRepository } from '../queries/day-hour.sql.js';
import { LocalCalendar } from '../queries/local-calendar.js';
import { spanUntil, untilToday } from '../queries/period.js';
import { TargetService } from '../queries/target.service.js';
import type { Target } from '../queries/target.sql.js';
import { periodView } from '../target-period.dto.js';
import { encodeDowntimeCursor, pageOfDowntimes, readDowntimeCursor } from './downtime-page.js';
import {
  type DowntimesQuery,
  type DowntimesView,
  type DowntimeSummaryView,
  type DowntimeView,
  MAX_PARK_DAYS,
  MAX_RIDE_DAYS,
} from './downtime.dto.js';
import { DowntimeRepository, type NamedRide } from './downtime.sql.js';
import { beginsEarlier, type Downtime, inOrder, inUseMs, mergeParts, touches } from './merge-downtimes.js';

/** How many days at once are read before and after the period, for downtimes that last longer. */
const MORE_DAYS = 31;

/** The downtimes of a ride, or of all rides of a park. */
@Injectable()
export class DowntimeService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DowntimeRepository,
    private readonly days: DayHourRepository,
    private readonly calendar: LocalCalendar,
    private readonly clock: Clock,
  ) {}

  /** @throws RideNotFoundError, DateRangeError, ValidationFailedError */
  async ofRide(rideId: number, query: DowntimesQuery): Promise<DowntimesView> {
    const ride = await this.targets.ride(rideId);
    return this.describe(ride, [{ rideId: ride.rideId!, name: ride.name }], query, MAX_RIDE_DAYS);
  }

  /** @throws ParkNotFoundError, DateRangeError, ValidationFailedError */
  async ofPark(parkId: number, query: DowntimesQuery): Promise<DowntimesView> {
    const park = await this.targets.park(parkId);
    return this.describe(park, await this.repository.findRidesOfPark(parkId), query, MAX_PARK_DAYS);
  }

  private async describe(
    entity: Target,
    rides: readonly NamedRide[],
    query: DowntimesQuery,
    maxDays: number,
  ): Promise<DowntimesView> {
    const after = query.cursor === undefined ? null : readDowntimeCursor(query.cursor);
    const today = this.calendar.today(entity.timezone);
    const { from = after?.span.from, to = after?.span.to } = query;
    const span = untilToday(spanUntil(today, { from, to }, maxDays), today);
    const all = await this.find(
      rides.map(({ rideId }) => rideId),
      span,
    );
    const shown = all.filter((one) => query.scope === 'all' || inUseMs(one, span) > 0);
    const { page, hasMore } = pageOfDowntimes(shown, after, query.limit);
    const nameOf = new Map(rides.map(({ rideId, name }) => [rideId, name]));
    const nowMs = this.clock.now().getTime();
    return {
      entity,
      period: periodView(span, today),
      summary: summaryOf(all, span, await this.totals(entity, span)),
      data: page.map((one) => downtimeView(one, nameOf.get(one.rideId)!, span, nowMs)),
      page: { limit: query.limit, nextCursor: hasMore ? encodeDowntimeCursor(page.at(-1)!, span) : null },
    };
  }

  private async totals(entity: Target, span: DaySpan): Promise<Totals> {
    const days = await this.days.findDays(entity, [span]);
    return [...days.values()].reduce(addTotals, NO_TOTALS);
  }

  /** Every downtime with a part in the span, from its beginning to its end, in time order. */
  private async find(rideIds: readonly number[], span: DaySpan): Promise<Downtime[]> {
    let parts = await this.repository.findParts(rideIds, span);
    for (let { from } = span; ;) {
      const earlier = ridesOf(mergeParts(parts).filter((one) => beginsEarlier(one) && one.parts[0]!.date === from));
      if (earlier.length === 0) break;
      const before = { from: dayAfter(from, -MORE_DAYS), to: dayAfter(from, -1) };
      const found = await this.repository.findParts(earlier, before);
      if (found.length === 0) break;
      parts = inRideOrder([...found, ...parts]);
      ({ from } = before);
    }
    for (let { to } = span; ;) {
      const after = { from: dayAfter(to, 1), to: dayAfter(to, MORE_DAYS) };
      const lasting = ridesOf(
        mergeParts(parts).filter(({ parts: of, endedBy }) => endedBy === null && of.at(-1)!.date === to),
      );
      const found = await this.repository.findParts(lasting, after);
      const continuing = new Set(
        found.filter((one) => one.isContinued && one.date === after.from).map((one) => one.rideId),
      );
      if (continuing.size === 0) break;
      parts = inRideOrder([...parts, ...found.filter(({ rideId }) => continuing.has(rideId))]);
      ({ to } = after);
    }
    return inOrder(mergeParts(parts).filter((one) => touches(one, span)));
  }
}

const ridesOf = (downtimes: readonly Downtime[]): number[] => [...new Set(downtimes.map(({ rideId }) => rideId))];

const inRideOrder = <Part extends { rideId: number; startedAt: Date }>(parts: Part[]): Part[] =>
  parts.sort((a, b) => a.rideId - b.rideId || a.startedAt.getTime() - b.startedAt.getTime());

/** Only days on which the feed reports DOWN count: on others, operating time may hide a downtime. */
function summaryOf(all: readonly Downtime[], span: DaySpan, totals: Totals): DowntimeSummaryView {
  if (totals.reportedMs === 0) return NOT_REPORTED;
  const inUse = all.map((one) => inUseMs(one, span)).filter((ms) => ms > 0);
  const count = inUse.length;
  const per = (ms: number): number | null => (count === 0 ? null : rounded(ms / MINUTE_MS / count));
  return {
    count,
    downMinutes: minutesOf(totals.scheduledDownMs),
    operatingMinutes: minutesOf(totals.scheduledOperatingMs),
    longestMinutes: count === 0 ? null : minutesOf(inUse.reduce((a, b) => Math.max(a, b))),
    meanTimeBetweenFailuresMinutes: per(totals.scheduledOperatingMs),
    meanTimeToRepairMinutes: per(totals.scheduledDownMs),
  };
}

const NOT_REPORTED: DowntimeSummaryView = {
  count: null,
  downMinutes: null,
  operatingMinutes: null,
  longestMinutes: null,
  meanTimeBetweenFailuresMinutes: null,
  meanTimeToRepairMinutes: null,
};

function downtimeView(one: Downtime, name: string, span: DaySpan, nowMs: number): DowntimeView {
  const { rideId, fromMs, toMs, endedBy } = one;
  return {
    rideId,
    name,
    from: new Date(fromMs),
    to: new Date(toMs),
    minutes: minutesOf(toMs - fromMs),
    inUseMinutes: minutesOf(inUseMs(one, span)),
    isOngoing: toMs > nowMs,
    endedBy: endedBy as DowntimeView['endedBy'],
  };
}
