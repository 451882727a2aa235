import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { ExclusionLookup } from '../../exclusions/exclusion-lookup.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import type { DayUse } from '../../park-use/day-use.js';
import { plausibleWait } from '../../park-use/implausible-waits.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { isPublished, judgedMs, needsDayUse, type NewestStates, type ParkNow, useNow } from '../../park-use/use-now.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { DayUseReader, type JudgedDay } from './day-use-reader.service.js';
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
interface KnownPark {
  park: LivePark;
  now: ParkNow;
  states: readonly AttractionState[];
  /** The data of the whole park is excluded at present. */
  isExcluded: boolean;
  /** Whether published hours and the newest states do not suffice. */
  needsDayUse: boolean;
}

/**
 * Determines which parks are in use now. A worker derives the use from the observations of the day and stores it, because
 * public requests are too frequent to read observations.
 */
@Injectable()
export class ParksInUse {
  private readonly logger = new Logger(ParksInUse.name);
  /** By park, the key of the stored use. */
  private readonly storedKeys = new Map<number, string>();
  private readonly daysOfZone = new Map<string | null, LocalDays>();

  constructor(
    private readonly repository: FreshnessRepository,
    private readonly liveUses: LiveUseRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly exclusions: ExclusionsService,
    private readonly dayUses: DayUseReader,
    private readonly config: AppConfig,
  ) {}

  /** All active parks, or the given park, by the use that a worker has stored. */
  async at(now: Date, parkId: number | null = null): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const stored = new Map((await this.liveUses.findAll(parkId)).map((use) => [use.parkId, use]));
    return (await this.known(nowMs, parkId)).map((known) =>
      inUse(known, nowMs, this.dayUseOf(known, stored.get(known.park.parkId), nowMs)),
    );
  }

  /** The same for operators: if no usable stored use exists, it is derived from the observations. */
  async judgedAt(now: Date): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const stored = new Map((await this.liveUses.findAll(null)).map((use) => [use.parkId, use]));
    const parks: ParkInUse[] = [];
    for (const known of await this.known(nowMs, null)) {
      const storedUse = this.dayUseOf(known, stored.get(known.park.parkId), nowMs);
      parks.push(inUse(known, nowMs, storedUse ?? (await this.judged(known, nowMs))));
    }
    return parks;
  }

  /**
   * Derives and stores the use of parks whose published hours and newest states do not suffice. Continues after a park
   * fails, and throws the first error at the end. @returns the number of parks with a changed use
   */
  async refresh(now: Date, signal: AbortSignal): Promise<number> {
    const nowMs = now.getTime();
    let count = 0;
    let failure: Error | null = null;
    for (const known of await this.known(nowMs, null)) {
      signal.throwIfAborted();
      try {
        if (await this.store(known, nowMs)) count++;
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${known.park.parkId}: its present use could not be determined: ${reason.stack}`);
        failure ??= reason;
      }
    }
    if (failure !== null) throw failure;
    return count;
  }

  private async store(known: KnownPark, nowMs: number): Promise<boolean> {
    const { parkId } = known.park;
    const judged = await this.judged(known, nowMs);
    if (judged === null || this.storedKeys.get(parkId) === judged.key) return false;
    const { localDate, dayUse } = judged;
    await this.liveUses.save({ parkId, localDate, newestMs: known.now.states.newestMs!, dayUse });
    this.storedKeys.set(parkId, judged.key);
    return true;
  }

  private async judged(
    { park, now, states, needsDayUse: isNeeded }: KnownPark,
    nowMs: number,
  ): Promise<JudgedDay | null> {
    return isNeeded ? this.dayUses.read(park, now, states, nowMs) : null;
  }

  /** The stored use of the day, unless later polls have made it obsolete. */
  private dayUseOf(known: KnownPark, stored: LiveUse | undefined, nowMs: number): LiveUse | null {
    const { park, now } = known;
    if (!known.needsDayUse || stored === undefined || now.states.newestMs === null) return null;
    const localDate = this.daysOf(park.timezone).dateOf(judgedMs(now, nowMs));
    const isRecent = stored.newestMs + this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS >= now.states.newestMs;
    return isRecent && stored.localDate === localDate ? stored : null;
  }

  private async known(nowMs: number, parkId: number | null): Promise<KnownPark[]> {
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

function inUse({ park, now, isExcluded }: KnownPark, nowMs: number, judged: { dayUse: DayUse } | null): ParkInUse {
  return { ...park, newestMs: now.states.newestMs, isExcluded, use: useNow(now, nowMs, judged?.dayUse ?? null) };
}

/** Leaves out excluded states. An excluded wait still shows that the ride is in use. */
function counted(states: readonly AttractionState[], excluded: ExclusionLookup): AttractionState[] {
  return states.filter(
    ({ rideId, storedUnder, untilMs }) => excluded.find([], [rideId, storedUnder], untilMs)?.scope !== 'ALL',
  );
}

const LIVE_USE_JOB = 'live-use';
const LEASE_MS = 60_000;

/** Runs the job that stores the present use of parks. */
@Injectable()
export class LiveUseHandler implements JobHandler {
  constructor(
    private readonly parks: ParksInUse,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  // Every minute, so that live responses reflect a poll soon; only parks with new data are read.
  @Cron('45 * * * * *', { name: LIVE_USE_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Determines which parks are in use now, from the observations of the day',
    timeoutMs: 5 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: LIVE_USE_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.parks.refresh(this.clock.now(), AbortSignal.any([signal, lost])),
      describe: (count) => `${count} parks updated`,
    });
  }
}
