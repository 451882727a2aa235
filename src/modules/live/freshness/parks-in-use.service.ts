import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig, WAIT_NEWS_MINUTES } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { isInUseNow, mayRunOutside, type ParkNow } from '../../park-use/use-now.js';
import { type LiveRun, HistoryService } from '../../snapshots/history/history.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkInUse } from './freshness.js';
import { FreshnessRepository, type ParkStates } from './freshness.repository.js';

const NEWS_MS = WAIT_NEWS_MINUTES * MINUTE_MS;
/** How far back rows are read that may show a wait change: what stood longer has not moved. */
const LOOKBACK_MS = NEWS_MS + 2 * HOUR_MS;

/** Which parks are in use now. */
@Injectable()
export class ParksInUse {
  private readonly daysOfZone = new Map<string | null, LocalDays>();

  constructor(
    private readonly repository: FreshnessRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly history: HistoryService,
    private readonly config: AppConfig,
  ) {}

  /** Every active park. */
  async at(now: Date): Promise<ParkInUse[]> {
    const nowMs = now.getTime();
    const parks = await this.repository.findStates(
      this.config.WAIT_CEILING_MINUTES,
      nowMs + this.config.clockToleranceMs,
    );
    const [first, last] = [nowMs - 2 * DAY_MS, nowMs + DAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10));
    const ids = parks.map(({ parkId }) => parkId);
    const published = await this.publishedUse.intervalsByPark(ids, first!, last!);
    const inUse: ParkInUse[] = [];
    for (const states of parks) {
      const { parkId, destinationId, name, timezone } = states;
      const localDate = this.daysOf(timezone).dateOf(nowMs);
      const park: ParkNow = { published: published.get(parkId) ?? [], localDate, states };
      const moving = mayRunOutside(park, nowMs) ? await this.countMoving(states, nowMs) : 0;
      inUse.push({ parkId, destinationId, name, isInUse: isInUseNow(park, nowMs, moving) });
    }
    return inUse;
  }

  private async countMoving({ parkId }: ParkStates, nowMs: number): Promise<number> {
    const rideIds = await this.repository.findPostingRides(parkId, this.config.WAIT_CEILING_MINUTES);
    const runs = await this.history.liveRuns({ rideIds, fromMs: nowMs - LOOKBACK_MS, toMs: nowMs + 1 });
    const byRide = [...groupBy(runs, ({ rideId }) => rideId).values()];
    return byRide.filter((ofRide) => newsMs(ofRide) >= nowMs - NEWS_MS).length;
  }

  private daysOf(timezone: string | null): LocalDays {
    const known = this.daysOfZone.get(timezone) ?? new LocalDays(timezone, this.config.parkDayStartMinutes);
    this.daysOfZone.set(timezone, known);
    return known;
  }
}

/** Since when a ride has said what it says now: a fresh stamp is no news. @param runs in order, at least one */
function newsMs(runs: readonly LiveRun[]): number {
  const { status, waitMinutes } = runs.at(-1)!;
  const other = runs.findLastIndex((run) => run.status !== status || run.waitMinutes !== waitMinutes);
  return runs[other + 1]!.fromMs;
}
