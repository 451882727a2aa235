import { Injectable } from '@nestjs/common';
import { sum } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { type Page, type PageQuery, pageOf } from '../../common/http/dto/page.js';
import { Clock } from '../../common/time/clock.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { ApiAccountService } from '../themeparks-api/api-account.service.js';
import { apiAccessView } from './api-access-view.js';
import { COLLECT_JOB, CollectionService } from './collection.service.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { CollectorStatusRepository } from './collector-status.repository.js';
import { DAY_MS, startOfUtcDay, utcDayOf } from '../../common/time/calendar.js';
import { type ClockReport, ClockWatch } from './clock-watch.service.js';
import type { CollectionDayView } from './collection-day.dto.js';
import { destinationsOfDay, failuresOfDay, slotMinutesOf } from './collection-day.js';
import type {
  CollectionRunView,
  CollectorClockView,
  CollectorStatusView,
  StartedCollectionView,
} from './collector.dto.js';

const MAX_FAILURES = 500;

/** Live collection for the admin API: its status, its runs, and starting one. */
@Injectable()
export class CollectorApiService {
  constructor(
    private readonly collection: CollectionService,
    private readonly repository: CollectorStatusRepository,
    private readonly leases: JobLeaseService,
    private readonly account: ApiAccountService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly clockWatch: ClockWatch,
  ) {}

  async status(): Promise<CollectorStatusView> {
    const { COLLECT_CRON: schedule, COLLECT_ENABLED, runsWorkers } = this.config;
    const enabled = COLLECT_ENABLED && runsWorkers;
    const [lastRun = null] = await this.repository.findRuns(1, 0);
    return {
      enabled,
      schedule,
      nextRunAt: enabled ? nextTicks(schedule, this.clock.now(), 1)[0]! : null,
      running: await this.leases.isRunning(COLLECT_JOB),
      lastRun,
      clock: clockView(await this.clockWatch.report()),
      api: apiAccessView(await this.account.status()),
      destinations: await this.repository.findDestinations(
        new Date(this.clock.now().getTime() + this.config.clockToleranceMs),
      ),
    };
  }

  async runs(query: PageQuery): Promise<Page<CollectionRunView>> {
    const { limit, offset } = query;
    return pageOf(await this.repository.findRuns(limit, offset), await this.repository.countRuns(), query);
  }

  /** @param date UTC day; default: today */
  async day(date = utcDayOf(this.clock.now())): Promise<CollectionDayView> {
    const from = new Date(startOfUtcDay(date));
    const to = new Date(from.getTime() + DAY_MS);
    const runs = await this.repository.findRunsOfDay(from, to);
    const slotMinutes = this.slotMinutes(from);
    const polls = await this.repository.findSlotPolls(from, to, slotMinutes);
    const destinations = await this.repository.findDayDestinations();
    const failures = failuresOfDay(date, destinations, polls, slotMinutes);
    return {
      ...{ date, slotMinutes, runs: runs.length },
      requests: sum(runs.map(({ requests }) => requests)),
      rateLimited: sum(runs.map(({ rateLimited }) => rateLimited)),
      destinations: destinationsOfDay(destinations, polls, slotMinutes),
      failures: failures.slice(0, MAX_FAILURES),
      failuresTotal: failures.length,
      runErrors: runs.flatMap(({ runId, startedAt, error }) =>
        error === null ? [] : [{ runId: Number(runId), startedAt, error }],
      ),
    };
  }

  /** @throws CollectionInProgressError */
  async run(): Promise<StartedCollectionView> {
    return { runId: await this.collection.start() };
  }

  private slotMinutes(from: Date): number {
    const now = this.clock.now();
    // Years ahead, the next times cannot be computed; a day that has not begun has the schedule of today.
    const [first, second] = nextTicks(this.config.COLLECT_CRON, from < now ? from : now, 2) as [Date, Date];
    return slotMinutesOf(second.getTime() - first.getTime());
  }
}

function clockView({ reading, problems }: ClockReport): CollectorClockView {
  return {
    offsetSeconds: reading.verdict === 'UNKNOWN' ? null : reading.offsetMs / 1_000,
    problems: problems.map(({ kind, description }) => ({ kind, description })),
  };
}
