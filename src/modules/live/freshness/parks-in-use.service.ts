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
import {
  type AttractionState,
  FreshnessRepository,
  type LivePark,
  type LiveUse,
  LiveUseRepository,
} from './freshness.repository.js';

/** Of each ride the state that was seen last, under whichever UUID. */
function newestOfEachRide(states: readonly AttractionState[]): AttractionState[] {
  const newest = new Map<number, AttractionState>();
  for (const state of states) {
    const known = newest.get(state.rideId);
    if (known === undefined || state.untilMs > known.untilMs) newest.set(state.rideId, state);
  }
  return [...newest.values()];
}

/**
 * Counts the attractions of one park by what they are. One that was last seen a day before the newest of them has dropped
 * out of the live response.
 * @param states one of each ride
 * @param ceilingMinutes longer waits are not believed
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

/** Published hours are known for so long ahead as a rule, and no local date is further from that of UTC than a day. */
const [DAYS_BACK, DAYS_AHEAD] = [2, 8];

/** A park as it is known without its observations. */
interface KnownPark {
  park: LivePark;
  now: ParkNow;
  states: readonly AttractionState[];
  /** The data of the whole park does not count at present. */
  isExcluded: boolean;
  /** Whether what is published and the newest states are not enough. */
  needsDayUse: boolean;
}

/**
 * Which parks are in use now. A worker reads the observations of the present day and keeps what they tell: whether a park
 * is open is asked too often for that.
 */
@Injectable()
export class ParksInUse {
  private readonly logger = new Logger(ParksInUse.name);
  /** By park, by what it was judged when that was kept. */
  private readonly kept = new Map<number, string>();
  private readonly daysOfZone = new Map<string | null, LocalDays>();

  constructor(
    private readonly repository: FreshnessRepository,
    private readonly liveUses: LiveUseRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly exclusions: ExclusionsService,
    private readonly dayUses: DayUseReader,
    private readonly config: AppConfig,
  ) {}

  /** Every active park, or the one that is asked for, by what a worker keeps of the observations. */
  async at(now: Date, parkId: number | null = null): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const stored = new Map((await this.liveUses.findAll(parkId)).map((use) => [use.parkId, use]));
    return (await this.known(nowMs, parkId)).map((known) =>
      inUse(known, nowMs, this.dayUseOf(known, stored.get(known.park.parkId), nowMs)),
    );
  }

  /** The same for operators: of a park of which nothing usable is kept, by the observations themselves. */
  async judgedAt(now: Date): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const stored = new Map((await this.liveUses.findAll(null)).map((use) => [use.parkId, use]));
    const parks: ParkInUse[] = [];
    for (const known of await this.known(nowMs, null)) {
      const kept = this.dayUseOf(known, stored.get(known.park.parkId), nowMs);
      parks.push(inUse(known, nowMs, kept ?? (await this.judged(known, nowMs))));
    }
    return parks;
  }

  /**
   * Keeps what the observations tell of parks of which more is to be known. Goes on past a park that fails, and throws its
   * error in the end. @returns of how many there was news
   */
  async refresh(now: Date, signal: AbortSignal): Promise<number> {
    const nowMs = now.getTime();
    let count = 0;
    let failure: Error | null = null;
    for (const known of await this.known(nowMs, null)) {
      signal.throwIfAborted();
      try {
        if (await this.keep(known, nowMs)) count++;
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${known.park.parkId} could not be judged: ${reason.stack}`);
        failure ??= reason;
      }
    }
    if (failure !== null) throw failure;
    return count;
  }

  private async keep(known: KnownPark, nowMs: number): Promise<boolean> {
    const { parkId } = known.park;
    const judged = await this.judged(known, nowMs);
    if (judged === null || this.kept.get(parkId) === judged.key) return false;
    const { localDate, dayUse } = judged;
    await this.liveUses.save({ parkId, localDate, newestMs: known.now.states.newestMs!, dayUse });
    this.kept.set(parkId, judged.key);
    return true;
  }

  private async judged(
    { park, now, states, needsDayUse: isNeeded }: KnownPark,
    nowMs: number,
  ): Promise<JudgedDay | null> {
    return isNeeded ? this.dayUses.read(park, now, states, nowMs) : null;
  }

  /** What is kept of the day, unless later polls have outrun it. */
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
        // The park was last observed by data that counts when the exclusion began.
        states: isExcluded ? { ...newest, newestMs: exclusion.fromMs } : newest,
      };
      // What does not count contradicts nothing.
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

/** Rides whose data does not count have no say; of excluded waits the status counts. */
function counted(states: readonly AttractionState[], excluded: ExclusionLookup): AttractionState[] {
  return states.flatMap((state) => {
    const scope = excluded.find([], [state.rideId, state.storedUnder], state.untilMs)?.scope;
    if (scope === 'ALL') return [];
    return scope === 'WAIT' ? [{ ...state, waitMinutes: null }] : [state];
  });
}

const LIVE_USE_JOB = 'live-use';
const LEASE_MS = 60_000;

/** Keeps what the observations tell of the use of parks now. */
@Injectable()
export class LiveUseHandler implements JobHandler {
  constructor(
    private readonly parks: ParksInUse,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  // What a poll observed shows in live answers within a minute; only parks with news are read.
  @Cron('45 * * * * *', { name: LIVE_USE_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Judges by the observations of the day which parks are in use now',
    timeoutMs: 5 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: LIVE_USE_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.parks.refresh(this.clock.now(), AbortSignal.any([signal, lost])),
      describe: (count) => `${count} parks judged`,
    });
  }
}
