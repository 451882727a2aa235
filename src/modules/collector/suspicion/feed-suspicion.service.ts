import { Injectable, Logger } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { Clock } from '../../../common/time/clock.js';
import { ExclusionRules } from '../../exclusions/rules/exclusion-rules.service.js';
import { HistoryService } from '../../snapshots/history/history.service.js';
import type { RideHistory } from './seen-run.js';
import { ParkUnderWatch } from './park-under-watch.js';
import { FeedHealthDetectors } from './suspicion-detectors.js';
import { LOOKBACK_MS } from './suspicion-rules.js';
import { UnwatchedExclusions } from './unwatched-exclusions.service.js';
import { VerdictSettlement } from './verdict-settlement.service.js';
import type { WatchedPark } from './watched-park.js';
import { WatchedParks } from './watched-parks.js';

/**
 * Looks for feeds that are answered but not to be believed. Keeps nothing in memory: everything is in the tables, and most
 * parks need only their newest rows. What is found is reported and excluded until it is over; the observations stay as
 * they are.
 */
@Injectable()
export class FeedHealth {
  private readonly logger = new Logger(FeedHealth.name);

  constructor(
    private readonly watched: WatchedParks,
    private readonly history: HistoryService,
    private readonly detectors: FeedHealthDetectors,
    private readonly unwatched: UnwatchedExclusions,
    private readonly exclusions: ExclusionRules,
    private readonly settlement: VerdictSettlement,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns how many parks it found suspicious. A park that cannot be judged does not keep the others from it.
   * @throws the first failure, once all parks were looked at
   */
  async look(signal?: AbortSignal): Promise<number> {
    const nowMs = this.clock.now().getTime();
    const open = await this.exclusions.findOpen();
    const openByPark = groupBy(open, ({ parkId }) => parkId);
    const parks = await this.watched.at(nowMs);
    let suspicious = 0;
    let failure: Error | null = null;
    for (const park of parks) {
      signal?.throwIfAborted();
      try {
        const watch = new ParkUnderWatch(park, openByPark.get(park.parkId) ?? [], () => this.histories(park));
        if (await this.settlement.settle(await this.detectors.judge(watch))) suspicious++;
      } catch (error) {
        signal?.throwIfAborted();
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${park.parkId} could not be judged: ${reason.stack}`);
        failure ??= reason;
      }
    }
    await this.settlement.settle({ found: [], ended: await this.unwatched.ended(open, parks, nowMs) });
    if (failure !== null) throw failure;
    return suspicious;
  }

  /** The newest run is part of it even where it began before the time that is read. */
  private async histories({ rides, polledAtMs }: WatchedPark): Promise<RideHistory[]> {
    const rideIds = rides.map(({ rideId }) => rideId);
    const window = { rideIds, fromMs: polledAtMs - LOOKBACK_MS, toMs: polledAtMs + 1 };
    const stored = groupBy(await this.history.liveRuns(window), ({ rideId }) => rideId);
    return rides.map(({ rideId, newest }) => {
      const earlier = (stored.get(rideId) ?? []).filter(({ fromMs }) => fromMs < newest.fromMs);
      return { rideId, runs: [...earlier, newest] };
    });
  }
}
