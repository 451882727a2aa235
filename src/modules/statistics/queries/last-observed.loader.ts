import { Injectable } from '@nestjs/common';
import { EXPECTED_FOR_MS } from '../../snapshots/observations.js';
import { isArchivedBefore, type LastArchived, LastObserved, observedDays } from '../days/observed-days.js';
import type { ParkCalendar } from '../days/park-calendar.js';
import {
  canonicalGroupOf,
  CanonicalGroupsLoader,
  type LoadedGroup,
  type LoadedGroups,
} from './canonical-groups.loader.js';
import type { StatisticsPark } from './park-inputs.sql.js';
import { ParkRowsLoader } from './park-rows.loader.js';

/** Loads what decides whether a ride without observations on a day is missing: its last observation before the days. */
@Injectable()
export class LastObservedLoader {
  constructor(
    private readonly groups: CanonicalGroupsLoader,
    private readonly rows: ParkRowsLoader,
  ) {}

  /**
   * The last observation before the days, for rides that may be missing on one of them. The result for a day does not depend
   * on the other days of the range. For rides with exclusions, all rows of the 28 days before are read.
   */
  async load(park: StatisticsPark, loaded: LoadedGroups, calendar: ParkCalendar): Promise<Map<number, LastObserved>> {
    const { startMs, endMs, days } = calendar;
    const listed = loaded.groups.filter(({ ride }) => days.some((day) => ride.isListedAt(day.endMs - 1)));
    const excluded = listed.filter(({ isExcluded, rows }) => isExcluded && observedDays(rows, calendar).includes(0));
    const last = await this.lastArchived(
      listed.filter(({ isExcluded }) => !isExcluded),
      loaded,
      calendar,
    );
    if (excluded.length === 0) return last;
    const rides = excluded.map(({ ride }) => ride);
    const before = await this.groups.load(park, rides, { fromMs: startMs - EXPECTED_FOR_MS, toMs: endMs });
    for (const { ride, rows } of before.groups) last.set(ride.rideId, LastObserved.before(startMs, rows));
    return last;
  }

  /** The last archive rows before the days, read only if a day has archive data but no polls, for rides without such a loaded row. */
  private async lastArchived(
    groups: readonly LoadedGroup[],
    loaded: LoadedGroups,
    calendar: ParkCalendar,
  ): Promise<Map<number, LastObserved>> {
    const { polls } = loaded;
    const { startMs, days } = calendar;
    const isUnpolled = days.map((day) => !polls.isAnyIn(day.startMs, day.endMs));
    if (!isUnpolled.includes(true)) return new Map();
    const isArchivedOn = (isObserved: number, day: number) => isObserved === 1 && isUnpolled[day]!;
    if (!loaded.groups.some(({ rows }) => observedDays(rows, calendar).some(isArchivedOn))) return new Map();
    const asked = groups.filter(({ rows }) => !isArchivedBefore(startMs, rows));
    const last = await this.rows.lastArchived(
      asked.flatMap(({ ride }) => canonicalGroupOf(ride)),
      startMs,
    );
    return new Map(
      asked.map(({ ride, lastConfirmed }) => {
        const archived = lastOf(canonicalGroupOf(ride).flatMap((id) => last.get(id) ?? []));
        return [ride.rideId, new LastObserved(lastConfirmed, archived)];
      }),
    );
  }
}

const lastOf = (observed: readonly LastArchived[]): LastArchived | null =>
  observed.reduce<LastArchived | null>((last, one) => (last === null || one.atMs > last.atMs ? one : last), null);
