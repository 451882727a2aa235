import { Injectable } from '@nestjs/common';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { dayAfter, daysFromTo } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { type CoverageResponse, readCoverageResponse } from '../../history-api/response/coverage-reader.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { OPENING_REACH_MS } from '../../snapshots/observations.js';
import { HistoryClient } from '../../themeparks-api/history-client.js';
import { MonotonicTimer } from '../../themeparks-api/request-scheduler.js';
import { ImportFileRepository } from '../import-file.repository.js';
import { findingsOfSourceGaps } from '../import-findings.js';
import type { ImportFileCounts, ImportRecord } from '../import-record.js';
import { EntityAssigner } from '../pipeline/entity-assigner.js';
import type { RunPlan } from '../run/import-planner.js';
import { type HistoryDayObject, type HistoryPark, WINDOW_EXCEEDED } from './history-outcome.js';
import { HistoryPipeline } from './history-pipeline.js';

/** The clients and clocks of a run. */
@Injectable()
export class HistoryRequests {
  constructor(
    readonly client: HistoryClient,
    readonly timer: MonotonicTimer,
    readonly clock: Clock,
  ) {}
}

/** Lists the park-days of an import of the History API that are not done, and prepares a run. */
@Injectable()
export class HistoryPlanner {
  constructor(
    private readonly requests: HistoryRequests,
    private readonly registry: EntityRegistry,
    private readonly importFiles: ImportFileRepository,
    private readonly transactions: TransactionService,
  ) {}

  /** Costs one request for each park. @throws LiveApiError */
  async plan(record: ImportRecord, owner: string, signal: AbortSignal): Promise<RunPlan> {
    const { client, timer, clock } = this.requests;
    const nowMs = () => clock.now().getTime();
    const doneFiles = await withDatabaseRetry(() => this.importFiles.findDoneCounts(record.importId), {
      nowMs,
      signal,
    });
    const earlierEtags = await withDatabaseRetry(() => this.importFiles.findEarlierEtags(record), { nowMs, signal });
    const coverages = new Map<number, CoverageResponse>();
    const days: HistoryDayObject[] = [];
    for (const park of await this.parksOf(record)) {
      signal.throwIfAborted();
      const coverage = readCoverageResponse((await client.fetchCoverage(park.themeparksWikiId, signal)).body);
      coverages.set(park.parkId, coverage);
      days.push(...this.daysOf(record, park, coverage));
    }
    const context = { destinationId: record.destinationId, importId: record.importId };
    return {
      filesTotal: days.length,
      gaps: [],
      sourceGaps: findingsOfSourceGaps(record, [...coverages.values()]),
      outcomes: () =>
        new HistoryPipeline({
          ...{ client, timer, nowMs, signal },
          assigner: new EntityAssigner(this.registry, context, null),
          knownGapsOf: (parkId) => coverages.get(parkId)?.knownGaps ?? [],
          removedIds: removedIds([...coverages.values()]),
          openingReachMs: OPENING_REACH_MS,
        }).run(days.filter(({ key }) => isOpen(doneFiles.get(key)))),
      commit: { record, owner, doneFiles, earlierEtags, replacer: null },
    };
  }

  private async parksOf({ destinationId, parkId, options: { chosen } }: ImportRecord): Promise<HistoryPark[]> {
    const parks = await this.transactions.run((manager) => this.registry.findParks(destinationId, manager));
    const isWanted = (id: number) =>
      chosen === undefined ? parkId === null || parkId === id : chosen.parks.some((park) => park.parkId === id);
    return parks.flatMap(({ parkId: id, themeparksWikiId, timezone }) =>
      themeparksWikiId !== null && isWanted(id) ? [{ parkId: id, themeparksWikiId, timezone }] : [],
    );
  }

  private daysOf(
    record: ImportRecord,
    park: HistoryPark,
    { finalThrough, timezone }: CoverageResponse,
  ): HistoryDayObject[] {
    const today = new LocalDays(park.timezone ?? timezone, 0).dateOf(this.requests.clock.now().getTime());
    const { chosen } = record.options;
    return wantedDays(record, park, today).flatMap((day) => {
      const key = `${record.destinationWikiId}/history/${park.themeparksWikiId}/${day}`;
      const isFinal = finalThrough !== null && day <= finalThrough && day < today;
      return isFinal || chosen?.onlyFinal !== true ? [{ key, day, sizeBytes: 0, etag: '', park, isFinal }] : [];
    });
  }
}

/** The chosen days, or every day of the range, up to today. */
function wantedDays({ startDate, endDate, options }: ImportRecord, { parkId }: HistoryPark, today: string): string[] {
  if (options.chosen !== undefined) {
    const days = options.chosen.parks.filter((park) => park.parkId === parkId).flatMap((park) => park.days);
    return [...new Set(days)].filter((day) => day <= today).sort();
  }
  const wanted = endDate ?? dayAfter(today, -1);
  const last = wanted < today ? wanted : today;
  return startDate! > last ? [] : daysFromTo(startDate!, last);
}

const removedIds = (coverages: readonly CoverageResponse[]): ReadonlySet<string> =>
  new Set(
    coverages.flatMap(({ entities }) =>
      entities.flatMap(({ id, isStillListed }) => (isStillListed === false ? [id] : [])),
    ),
  );

/** A refused day is tried again when the import is resumed, perhaps with another key. */
const isOpen = (done: ImportFileCounts | undefined): boolean => done === undefined || done.defect === WINDOW_EXCEEDED;
