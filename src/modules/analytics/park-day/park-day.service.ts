import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { cursorOf, invalidCursor, valuesOfCursor } from '../../../common/http/dto/cursor.js';
import { MAX_INTERNAL_ID } from '../../../common/http/dto/request-fields.js';
import { minutesOf } from '../../statistics/derived-metrics.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { DayRowRepository } from '../days/day-rows.sql.js';
import { dayStatistics } from '../days/day-statistics.js';
import { DowntimeRepository } from '../downtimes/downtime.sql.js';
import type { StoredDowntimePart } from '../downtimes/merge-downtimes.js';
import { LocalCalendar } from '../queries/local-calendar.js';
import { untilToday } from '../queries/period.js';
import { ScheduledTimeService } from '../queries/scheduled-time.service.js';
import { TargetService } from '../queries/target.service.js';
import { periodView } from '../target-period.dto.js';
import type { DowntimeOfDayView, ParkDayQuery, ParkDayView, RideOfDayView } from './park-day.dto.js';
import { ParkDayRepository, type RideOfPark } from './park-day.sql.js';

/** All rides of a park on one local day. */
@Injectable()
export class ParkDayService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: ParkDayRepository,
    private readonly observations: ObservationQueryService,
    private readonly days: DayRowRepository,
    private readonly downtimes: DowntimeRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
  ) {}

  /** @throws ParkNotFoundError, DateRangeError, ValidationFailedError */
  async describe(parkId: number, { date, limit, cursor }: ParkDayQuery): Promise<ParkDayView> {
    const afterId = cursor === undefined ? 0 : rideOfCursor(cursor);
    const entity = await this.targets.park(parkId);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday({ from: date, to: date }, today);
    const { startMs, endMs } = this.calendar.hours(entity.timezone).days.of(date);
    const found = await this.repository.findRides(parkId, afterId, limit + 1);
    const rides = found.slice(0, limit);
    return {
      entity,
      period: periodView(span, today),
      from: new Date(startMs),
      to: new Date(endMs),
      data: await this.ridesOfDay(parkId, rides, date, { fromMs: startMs, toMs: endMs }, date === today),
      page: { limit, nextCursor: found.length > limit ? cursorOf([rides.at(-1)!.rideId]) : null },
    };
  }

  private async ridesOfDay(
    parkId: number,
    rides: readonly RideOfPark[],
    date: string,
    range: { fromMs: number; toMs: number },
    isToday: boolean,
  ): Promise<RideOfDayView[]> {
    const ids = rides.map(({ rideId }) => rideId);
    const linked = groupBy(await this.repository.findLinked(ids), ({ rideId }) => rideId);
    const groups = ids.map((id) => [id, ...(linked.get(id) ?? []).map(({ linkedRideId }) => linkedRideId)]);
    const [series, rows, parts, toCome] = await Promise.all([
      this.observations.ofGroups(parkId, groups, range),
      this.days.findRideDays(parkId, ids, date),
      this.downtimes.findParts(ids, { from: date, to: date }),
      this.scheduledTime.toCome(isToday ? [date] : []),
    ]);
    const rowOf = new Map(rows.map((row) => [row.id, row]));
    const partsOf = groupBy(parts, ({ rideId }) => rideId);
    return rides.map((ride, index) => {
      const [row, { opening, points }] = [rowOf.get(ride.rideId), series[index]!];
      return {
        ...ride,
        stateAtStart: opening,
        observations: points,
        statistics: row === undefined ? null : dayStatistics(row, toCome({ parkId, rideId: ride.rideId }, date)),
        downtimes: (partsOf.get(ride.rideId) ?? []).map(downtimeOfDay),
      };
    });
  }
}

const downtimeOfDay = ({
  startedAt,
  endedAt,
  scheduledMs,
  isContinued,
  endedBy,
}: StoredDowntimePart): DowntimeOfDayView => ({
  from: startedAt,
  to: endedAt,
  minutes: minutesOf(endedAt.getTime() - startedAt.getTime()),
  inUseMinutes: minutesOf(scheduledMs),
  isContinued,
  endedBy: endedBy as DowntimeOfDayView['endedBy'],
});

/** @throws ValidationFailedError */
function rideOfCursor(text: string): number {
  const [rideId, ...rest] = valuesOfCursor(text);
  const isValid = Number.isSafeInteger(rideId) && (rideId as number) >= 1 && (rideId as number) <= MAX_INTERNAL_ID;
  if (!isValid || rest.length > 0) throw invalidCursor();
  return rideId as number;
}
