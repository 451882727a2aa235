import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, LessThan, MoreThanOrEqual, type Repository } from 'typeorm';
import { type DayDestination, type SlotPoll } from './collection-day.js';
import { selectDayDestinations, selectSlotPolls } from './collection-day.sql.js';
import type { CollectedDestinationView, CollectionRunView } from './collector.dto.js';
import {
  type RunSums,
  selectDestinations,
  selectFailures,
  selectRefusals,
  selectRunSums,
} from './collector-status.sql.js';
import { CollectionRun } from './collection-run.entity.js';

/** The runs of the collection and what is collected, for the API. */
@Injectable()
export class CollectorStatusRepository {
  constructor(@InjectRepository(CollectionRun) private readonly runs: Repository<CollectionRun>) {}

  /** Newest first. */
  async findRuns(limit: number, offset: number): Promise<CollectionRunView[]> {
    const { manager } = this.runs;
    const rows = await this.runs.find({ order: { runId: 'DESC' }, take: limit, skip: offset });
    if (rows.length === 0) return [];
    const ids = rows.map(({ runId }) => Number(runId));
    const sums = new Map((await selectRunSums(manager, ids)).map((sum) => [sum.runId, sum]));
    const failures = await selectFailures(manager, ids);
    const refusals = await selectRefusals(manager, ids);
    return rows.map((row) => {
      const runId = Number(row.runId);
      return {
        ...row,
        ...totalsOf(row, sums.get(runId)!),
        runId,
        failures: ofRun(failures, runId),
        refusals: ofRun(refusals, runId),
      };
    });
  }

  async countRuns(): Promise<number> {
    return this.runs.count();
  }

  /** Those that started in [from, to), newest first. */
  async findRunsOfDay(from: Date, to: Date): Promise<CollectionRun[]> {
    const startedAt = And(MoreThanOrEqual(from), LessThan(to));
    return this.runs.find({ where: { startedAt }, order: { runId: 'DESC' } });
  }

  async findSlotPolls(from: Date, to: Date, slotMinutes: number): Promise<SlotPoll[]> {
    return selectSlotPolls(this.runs.manager, from, to, slotMinutes);
  }

  async findDayDestinations(): Promise<DayDestination[]> {
    return selectDayDestinations(this.runs.manager);
  }

  async findDestinations(now: Date): Promise<CollectedDestinationView[]> {
    return selectDestinations(this.runs.manager, now);
  }
}

/** The run's own row has the totals of its requests once it is closed. */
function totalsOf({ finishedAt }: CollectionRun, sums: RunSums) {
  const { entitiesRead, entitiesRejected, rowsWritten, rowsExtended, attempts, failed, refused } = sums;
  const always = { entitiesRead, entitiesRejected, rowsWritten, rowsExtended };
  if (finishedAt !== null) return always;
  return { ...always, destinationsFailed: failed, requests: attempts, rateLimited: refused };
}

function ofRun<Row extends { runId: number }>(rows: readonly Row[], ofRunId: number): Omit<Row, 'runId'>[] {
  return rows.filter(({ runId }) => runId === ofRunId).map(({ runId: _, ...row }) => row);
}
