import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { endOfNeverOperating } from './exclusion-ends.js';
import { FeedHealthHistoryRepository } from './feed-health.sql.js';
import { scheduledIntervals } from './opening-intervals.js';
import { NEVER_OPERATING, type WatchedPark } from './watched-park.js';
import { iso, NOTHING, type ParkUnderWatch, type Verdict } from './watched-parks.js';

const LOOK_BACK_MS = 60 * DAY_MS;
const MAX_SAMPLES = 10;

/** Detects parks that are scheduled to be open for days while no attraction ever operates: the source lacks states. */
@Injectable()
export class NeverOperatingDetector {
  constructor(
    private readonly publishedUse: PublishedUseService,
    private readonly repository: FeedHealthHistoryRepository,
    private readonly config: AppConfig,
  ) {}

  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const { park } = watch;
    const open = watch.openOfPark('NEVER_OPERATING');
    if (open !== null) {
      const atMs = endOfNeverOperating(open, await watch.histories());
      if (atMs === null) return NOTHING;
      return { found: [], ended: [{ exclusion: open, atMs, note: 'A ride operates again' }] };
    }
    const newest = newestOpening(park);
    if (newest === null || (await this.operatedIn(park, newest))) return NOTHING;
    const openings = await this.openingsWithoutRides(park, newest);
    if (openings.length < this.config.QUALITY_NEVER_OPERATING_DAYS) return NOTHING;
    return { found: [this.found(park, openings)], ended: [] };
  }

  /** Consecutive openings, newest first, in which the park was observed and no ride operated. */
  private async openingsWithoutRides(park: WatchedPark, newest: TimeInterval): Promise<TimeInterval[]> {
    const [first, last] = [newest.startMs - LOOK_BACK_MS, newest.startMs + DAY_MS].map((ms) => iso(ms).slice(0, 10));
    const hours = await this.publishedUse.intervalsOf(park.parkId, first!, last!);
    const openings = merged(scheduledIntervals(hours).inUse, 0).filter(({ startMs }) => startMs <= newest.startMs);
    const shut: TimeInterval[] = [];
    for (const opening of openings.reverse()) {
      if (!(await this.observedIn(park, opening)) || (await this.operatedIn(park, opening))) break;
      shut.push(opening);
    }
    return shut;
  }

  private async observedIn({ rides }: WatchedPark, opening: TimeInterval): Promise<boolean> {
    const { startMs, endMs } = opening;
    if (rides.some(({ newest }) => newest.fromMs < endMs && newest.untilMs >= startMs)) return true;
    return this.repository.anyObserved(idsOf(rides), opening);
  }

  private operatedIn({ rides }: WatchedPark, opening: TimeInterval): Promise<boolean> {
    return this.repository.anyOperating(idsOf(rides), opening);
  }

  private found(park: WatchedPark, openings: readonly TimeInterval[]): Verdict['found'][number] {
    const { parkId, parkName, rides, polledAtMs, timezone } = park;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const fromMs = localDays.window(localDays.dateOf(openings.at(-1)!.startMs)).startMs;
    const description =
      `"${parkName}" was open by its schedule on ${openings.length} days on end, since ${iso(fromMs)}, and not one of its ` +
      `${rides.length} attractions was ever observed operating: the source does not seem to have their states. Its data does ` +
      `not count until a ride operates`;
    return {
      finding: {
        ...{ issueType: 'SUSPICIOUS', reason: 'NEVER_OPERATING', identity: ['PARK', parkId, fromMs] },
        ...{ entityType: 'PARK', entityId: parkId, parkId, importId: null, recordsAffected: rides.length, description },
        ...{ windowStart: new Date(fromMs), windowEnd: new Date(polledAtMs) },
        sample: rides
          .slice(0, MAX_SAMPLES)
          .map(({ rideId, name, newest }) => ({ rideId, name, status: newest.status })),
      },
      exclusions: [
        { parkId, rideId: null, fromMs, toMs: null, scope: 'ALL', reason: 'NEVER_OPERATING', note: description },
      ],
    };
  }
}

const idsOf = (rides: WatchedPark['rides']): number[] => rides.map(({ rideId }) => rideId);

/** The newest published opening that is at least half over, if no ride is operating now; else null. */
function newestOpening({ rides, hours, polledAtMs }: WatchedPark): TimeInterval | null {
  if (rides.length < NEVER_OPERATING.minRides) return null;
  if (rides.some(({ newest }) => newest.status === 'OPERATING')) return null;
  return (
    merged(scheduledIntervals(hours.published).inUse, 0).findLast(
      ({ startMs, endMs }) => (startMs + endMs) / 2 <= polledAtMs,
    ) ?? null
  );
}
