import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS } from '../../../common/time/durations.js';
import { ExclusionLookup } from '../../exclusions/exclusion-lookup.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { isPublished, needsDayUse, type ParkNow, useNow } from '../../park-use/use-now.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { countStates, newestOfEachRide } from './attraction-states.js';
import { DayUseReader } from './day-use-reader.service.js';
import type { ParkInUse } from './freshness.js';
import { type AttractionState, FreshnessRepository, type LivePark } from './freshness.repository.js';

/** Published hours are known for so long ahead as a rule, and no local date is further from that of UTC than a day. */
const [DAYS_BACK, DAYS_AHEAD] = [2, 8];

interface KnownOfPark {
  states: readonly AttractionState[];
  published: readonly PublishedInterval[];
  excluded: ExclusionLookup;
}

/** Which parks are in use now. */
@Injectable()
export class ParksInUse {
  private readonly daysOfZone = new Map<string | null, LocalDays>();

  constructor(
    private readonly repository: FreshnessRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly exclusions: ExclusionsService,
    private readonly dayUses: DayUseReader,
    private readonly config: AppConfig,
  ) {}

  /** Every active park, or the one that is asked for. */
  async at(now: Date, parkId: number | null = null): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const parks = await this.repository.findLiveParks(parkId);
    const excluded = new ExclusionLookup(await this.exclusions.inForce(nowMs - DAYS_BACK * DAY_MS));
    const states = counted(
      await this.repository.findAttractionStates(parkId, nowMs + this.config.clockToleranceMs),
      excluded,
    );
    const statesOf = groupBy(states, (state) => state.parkId);
    const dateOf = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 10);
    const published = await this.publishedUse.intervalsByPark(
      parks.map((park) => park.parkId),
      dateOf(nowMs - DAYS_BACK * DAY_MS),
      dateOf(nowMs + DAYS_AHEAD * DAY_MS),
    );
    const inUse: ParkInUse[] = [];
    for (const park of parks) {
      const known = { states: statesOf.get(park.parkId) ?? [], published: published.get(park.parkId) ?? [], excluded };
      inUse.push(await this.of(park, known, nowMs));
    }
    return inUse;
  }

  private async of(park: LivePark, { states, published, excluded }: KnownOfPark, nowMs: number): Promise<ParkInUse> {
    const { parkId, timezone } = park;
    const now: ParkNow = {
      published,
      localDate: this.daysOf(timezone).dateOf(nowMs),
      states: countStates(newestOfEachRide(states), this.config.WAIT_CEILING_MINUTES),
    };
    const { newestMs } = now.states;
    const isExcluded = newestMs !== null && excluded.ofPark(parkId, newestMs)?.scope === 'ALL';
    // What does not count contradicts nothing.
    const isNeeded = needsDayUse(now, nowMs) && !(isExcluded && isPublished(now, nowMs));
    const dayUse = isNeeded ? await this.dayUses.read({ parkId, timezone }, now, states, nowMs) : null;
    return { ...park, newestMs, isExcluded, use: useNow(now, nowMs, dayUse) };
  }

  private daysOf(timezone: string | null): LocalDays {
    const known = this.daysOfZone.get(timezone) ?? new LocalDays(timezone, this.config.parkDayStartMinutes);
    this.daysOfZone.set(timezone, known);
    return known;
  }
}

/** Rides whose data does not count have no say; of excluded waits the status counts. */
function counted(states: readonly AttractionState[], excluded: ExclusionLookup): AttractionState[] {
  return states.flatMap((state) => {
    const scope = excluded.find([], [state.rideId, state.storedUnder], state.untilMs)?.scope;
    if (scope === 'ALL') return [];
    return scope === 'WAIT' ? [{ ...state, waitMinutes: null }] : [state];
  });
}
