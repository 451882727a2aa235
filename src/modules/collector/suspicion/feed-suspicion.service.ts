import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections/group-by.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { ExclusionRules } from '../../exclusions/rules/exclusion-rules.service.js';
import { fingerprintOf } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import { HistoryService } from '../../snapshots/history/history.service.js';
import type { RideHistory } from './seen-run.js';
import { ParkUnderWatch } from './park-under-watch.js';
import { SuspicionDetectors } from './suspicion-detectors.js';
import { LOOKBACK_MS } from './suspicion-rules.js';
import type { Verdict } from './verdict.js';
import type { WatchedPark } from './watched-park.js';
import { WatchedParks } from './watched-parks.js';

/**
 * Looks for feeds that are answered but not to be believed. Keeps nothing in memory: everything is in the tables, and most
 * parks need only their newest rows. What is found is reported and excluded until it is over; the observations stay as
 * they are.
 */
@Injectable()
export class FeedSuspicion {
  private readonly logger = new Logger(FeedSuspicion.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly watched: WatchedParks,
    private readonly history: HistoryService,
    private readonly detectors: SuspicionDetectors,
    private readonly findings: FindingsService,
    private readonly exclusions: ExclusionRules,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns how many parks it found suspicious. A park that cannot be judged does not keep the others from it.
   * @throws the first failure, once all parks were looked at
   */
  async look(signal?: AbortSignal): Promise<number> {
    const nowMs = this.clock.now().getTime();
    const open = groupBy(await this.exclusions.findOpen(), ({ parkId }) => parkId);
    let suspicious = 0;
    let failure: Error | null = null;
    for (const park of await this.watched.at(nowMs)) {
      signal?.throwIfAborted();
      try {
        const watch = new ParkUnderWatch(park, open.get(park.parkId) ?? [], () => this.histories(park));
        if (await this.settle(await this.detectors.judge(watch))) suspicious++;
      } catch (error) {
        signal?.throwIfAborted();
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${park.parkId} could not be judged: ${reason.stack}`);
        failure ??= reason;
      }
    }
    if (failure !== null) throw failure;
    return suspicious;
  }

  /** Findings, and what follows from them, at once. */
  private async settle({ found, ended }: Verdict): Promise<boolean> {
    if (found.length === 0 && ended.length === 0) return false;
    const work = async (manager: EntityManager) => {
      for (const { exclusion, atMs, note } of ended) {
        await this.exclusions.end(manager, exclusion, atMs, note);
        const { logId } = exclusion;
        if (logId !== null && isReportedAlone(exclusion)) {
          await this.findings.closeLogged(manager, [logId], `Closed by itself: ${note}`);
        }
      }
      await this.findings.record(
        manager,
        found.map(({ finding }) => finding),
      );
      for (const { finding, exclusions } of found) {
        const findingFingerprint = fingerprintOf(finding);
        await this.exclusions.apply(
          manager,
          exclusions.map((exclusion) => ({ ...exclusion, findingFingerprint })),
        );
      }
    };
    await withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs: () => this.clock.now().getTime() });
    for (const { finding } of found) this.logger.warn(finding.description);
    return found.length > 0;
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

/** The finding of a restamped night names all rides of its park: it does not end with one of them. */
const isReportedAlone = ({ reason }: StoredExclusion): boolean => reason !== 'FEED_RESTAMPED';
