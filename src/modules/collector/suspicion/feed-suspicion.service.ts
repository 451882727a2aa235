import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../../common/collections/group-by.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/durations.js';
import { FindingsService } from '../../findings/findings.service.js';
import { HistoryService } from '../../snapshots/history/history.service.js';
import { type ParkWindows, scheduledWindows } from './open-windows.js';
import type { RideHistory } from './seen-run.js';
import { findingsOfSuspicion } from './suspicion-findings.js';
import { LOOKBACK_MS } from './suspicion-rules.js';
import { type NewestRun, SuspicionRepository } from './suspicion.repository.js';
import { isWorthALook, judgePark, type WatchedPark } from './watched-park.js';

/** What is not polled any more is a matter of the collection, not of the feed. */
const POLLED_WITHIN_MS = HOUR_MS;

/**
 * Looks for feeds that are answered but dead: a stamp that stands for hours inside opening hours, a fresh stamp on a wait
 * that never moves at night. Keeps nothing in memory: everything is in the tables, and most parks need only their newest
 * rows. What is found is reported; the observations stay as they are.
 */
@Injectable()
export class FeedSuspicion {
  private readonly logger = new Logger(FeedSuspicion.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: SuspicionRepository,
    private readonly history: HistoryService,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  /** Returns how many parks it found suspicious. */
  async look(signal?: AbortSignal): Promise<number> {
    const nowMs = this.clock.now().getTime();
    let suspicious = 0;
    for (const park of await this.watchedParks(nowMs)) {
      signal?.throwIfAborted();
      if (isWorthALook(park) && (await this.judge(park))) suspicious++;
    }
    return suspicious;
  }

  private async judge(park: WatchedPark): Promise<boolean> {
    const findings = findingsOfSuspicion(park, judgePark(park, await this.histories(park)));
    if (findings.length === 0) return false;
    await this.findings.record(this.dataSource.manager, findings);
    for (const { description } of findings) this.logger.warn(description);
    return true;
  }

  private async watchedParks(nowMs: number): Promise<WatchedPark[]> {
    const newest = await this.repository.findNewestRuns(new Date(nowMs - POLLED_WITHIN_MS));
    const parks = [...groupBy(newest, ({ parkId }) => parkId)];
    const windows = await this.windowsOf(
      parks.map(([parkId]) => parkId),
      nowMs,
    );
    return parks.map(([parkId, runs]) => ({
      parkId,
      parkName: runs[0]!.parkName,
      polledAtMs: Math.max(...runs.map(({ untilMs }) => untilMs)),
      rides: runs.map((run) => ({ rideId: run.rideId, name: run.name, newest: seenRun(run) })),
      windows: windows.get(parkId) ?? null,
    }));
  }

  private async windowsOf(parkIds: readonly number[], nowMs: number): Promise<Map<number, ParkWindows>> {
    const dateOf = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 10);
    // A day more at both ends: no local date is further from the one of UTC.
    const [first, last] = [dateOf(nowMs - LOOKBACK_MS - DAY_MS), dateOf(nowMs + DAY_MS)];
    const hours = await this.repository.findPublishedHours(parkIds, first, last);
    const byPark = [...groupBy(hours, ({ parkId }) => parkId)];
    return new Map(byPark.map(([parkId, entries]) => [parkId, scheduledWindows(entries)]));
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

const seenRun = ({ fromMs, untilMs, status, waitMinutes, lastUpdatedMs }: NewestRun) => {
  return { fromMs, untilMs, status, waitMinutes, lastUpdatedMs };
};
