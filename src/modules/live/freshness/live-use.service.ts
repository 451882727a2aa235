import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { DayUseReader, type KeyedDayUse } from './day-use-reader.service.js';
import type { ParkInUse } from './freshness.js';
import { LiveUseRepository } from './live-use.repository.js';
import { inUse, type KnownPark, ParksInUse } from './parks-in-use.service.js';

/** Derives the present use of parks from the observations of the day. */
@Injectable()
export class LiveUseService {
  private readonly logger = new Logger(LiveUseService.name);
  /** By park, the key of the stored use. */
  private readonly storedKeys = new Map<number, string>();

  constructor(
    private readonly parks: ParksInUse,
    private readonly dayUses: DayUseReader,
    private readonly liveUses: LiveUseRepository,
  ) {}

  /** All active parks, for operators: if no usable stored use exists, it is derived from the observations. */
  async judgedAt(now: Date): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const parks: ParkInUse[] = [];
    for (const [known, stored] of await this.parks.withStoredUse(nowMs, null)) {
      parks.push(inUse(known, nowMs, stored ?? (await this.judged(known, nowMs))));
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
    for (const known of await this.parks.known(nowMs, null)) {
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
  ): Promise<KeyedDayUse | null> {
    return isNeeded ? this.dayUses.read(park, now, states, nowMs) : null;
  }
}

const LIVE_USE_JOB = 'live-use';
const LEASE_MS = 60_000;

/** Runs the job that stores the present use of parks. */
@Injectable()
export class LiveUseHandler implements JobHandler {
  constructor(
    private readonly uses: LiveUseService,
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
      work: (lost) => this.uses.refresh(this.clock.now(), AbortSignal.any([signal, lost])),
      describe: (count) => `${count} parks updated`,
    });
  }
}
