import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, MINUTE_MS, utcDayOf } from '../../../common/time/calendar.js';
import { ExclusionLookup } from '../../exclusions/exclusion-lookup.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import type { DayUse } from '../../park-use/day-use.js';
import { plausibleWait } from '../../park-use/implausible-waits.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import {
  isPublished,
  referenceMs,
  needsDayUse,
  type NewestStates,
  type ParkNow,
  useNow,
} from '../../park-use/use-now.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkInUse } from './freshness.js';
import { type AttractionState, FreshnessRepository, type LivePark } from './freshness.sql.js';
import { type LiveUse, LiveUseRepository } from './live-use.repository.js';

/** The state of each ride that was observed last, under any of its UUIDs. */
function newestOfEachRide(states: readonly AttractionState[]): AttractionState[] {
  const newest = new Map<number, AttractionState>();
  for (const state of states) {
    const known = newest.get(state.rideId);
    if (known === undefined || state.untilMs > known.untilMs) newest.set(state.rideId, state);
  }
  return [...newest.values()];
}

/**
 * Counts the attractions of one park by state. An attraction last observed more than a day before the newest one has
 * dropped out of the live responses and does not count.
 * @param states one for each ride
 * @param ceilingMinutes longer waits are implausible
 */
function countStates(states: readonly AttractionState[], ceilingMinutes: number): NewestStates {
  const newestMs = states.reduce<number | null>((newest, { untilMs }) => Math.max(newest ?? untilMs, untilMs), null);
  const counted = states.filter(
    ({ untilMs, status }) => untilMs > (newestMs ?? 0) - DAY_MS && status !== 'REFURBISHMENT',
  );
  const operating = counted.filter(({ status }) => status === 'OPERATING');
  const posting = operating.filter(({ waitMinutes }) => (plausibleWait(waitMinutes, ceilingMinutes) ?? 0) > 0);
  return { attractions: counted.length, operating: operating.length, posting: posting.length, newestMs };
}

/** Published hours are usually known this far ahead; a local date differs from the UTC date by one day at most. */
const [DAYS_BACK, DAYS_AHEAD] = [2, 8];

/** What is known about a park without reading its observations. */
export interface KnownPark {
  park: LivePark;
  now: ParkNow;
  states: readonly AttractionState[];
  /** The data of the whole park is excluded at present. */
  isExcluded: boolean;
  /** Whether published hours and the newest states do not suffice. */
  needsDayUse: boolean;
}

/**
 * Determines which parks are in use now, without reading observations: public requests are too frequent for that, so a worker
 * derives the use of the day and stores it ({@link LiveUseRepository}).
 */
@Injectable()
export class ParksInUse {
  private readonly daysOfZone = new Map<string | null, LocalDays>();

  constructor(
    private readonly repository: FreshnessRepository,
    private readonly liveUses: LiveUseRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly exclusions: ExclusionsService,
    private readonly config: AppConfig,
  ) {}

  /** All active parks, or the given park, by the use that a worker has stored. */
  async at(now: Date, parkId: number | null = null): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    return (await this.withStoredUse(nowMs, parkId)).map(([known, stored]) => inUse(known, nowMs, stored));
  }

  /** Each park with its use of the day as a worker stored it; null: none, or it is not needed, or later polls made it obsolete. */
  async withStoredUse(nowMs: number, parkId: number | null): Promise<[KnownPark, LiveUse | null][]> {
    const stored = new Map((await this.liveUses.findAll(parkId)).map((use) => [use.parkId, use]));
    return (await this.known(nowMs, parkId)).map((known) => {
      const use = stored.get(known.park.parkId);
      return [known, use !== undefined && this.isUsable(use, known, nowMs) ? use : null];
    });
  }

  private isUsable(stored: LiveUse, { park, now, needsDayUse: isNeeded }: KnownPark, nowMs: number): boolean {
    if (!isNeeded || now.states.newestMs === null) return false;
    const localDate = this.daysOf(park.timezone).dateOf(referenceMs(now, nowMs));
    const isRecent = stored.newestMs + this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS >= now.states.newestMs;
    return isRecent && stored.localDate === localDate;
  }

  /** What is known about all active parks, or the given park. */
  async known(nowMs: number, parkId: number | null): Promise<KnownPark[]> {
    const parks = await this.repository.findLiveParks(parkId);
    const excluded = new ExclusionLookup(await this.exclusions.inForce(nowMs - DAYS_BACK * DAY_MS));
    const states = counted(
      await this.repository.findAttractionStates(parkId, nowMs + this.config.clockToleranceMs),
      excluded,
    );
    const statesOf = groupBy(states, (state) => state.parkId);
    const published = await this.publishedUse.intervalsByPark(
      parks.map((park) => park.parkId),
      utcDayOf(nowMs - DAYS_BACK * DAY_MS),
      utcDayOf(nowMs + DAYS_AHEAD * DAY_MS),
    );
    return parks.map((park) => {
      const ofPark = statesOf.get(park.parkId) ?? [];
      const newest = countStates(newestOfEachRide(ofPark), this.config.WAIT_CEILING_MINUTES);
      const exclusion = newest.newestMs === null ? null : excluded.ofPark(park.parkId, newest.newestMs);
      const isExcluded = exclusion?.scope === 'ALL';
      const now: ParkNow = {
        published: published.get(park.parkId) ?? [],
        localDate: this.daysOf(park.timezone).dateOf(nowMs),
        // With an exclusion, the last observation that counts was made when the exclusion began.
        states: isExcluded ? { ...newest, newestMs: exclusion.fromMs } : newest,
      };
      // Excluded data cannot contradict published hours.
      const isNeeded = needsDayUse(now, nowMs) && !(isExcluded && isPublished(now, nowMs));
      return { park, now, states: ofPark, isExcluded, needsDayUse: isNeeded };
    });
  }

  private daysOf(timezone: string | null): LocalDays {
    const known = this.daysOfZone.get(timezone) ?? new LocalDays(timezone, this.config.parkDayStartMinutes);
    this.daysOfZone.set(timezone, known);
    return known;
  }
}

/** @param judged the use of the day, if it is known */
export function inUse(
  { park, now, isExcluded }: KnownPark,
  nowMs: number,
  judged: { dayUse: DayUse } | null,
): ParkInUse {
  return { ...park, newestMs: now.states.newestMs, isExcluded, use: useNow(now, nowMs, judged?.dayUse ?? null) };
}

/** Leaves out excluded states. An excluded wait still shows that the ride is in use. */
function counted(states: readonly AttractionState[], excluded: ExclusionLookup): AttractionState[] {
  return states.filter(
    ({ rideId, storedUnder, untilMs }) => excluded.find([], [rideId, storedUnder], untilMs)?.scope !== 'ALL',
  );
}
