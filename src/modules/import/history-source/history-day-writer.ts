import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { daysFromTo } from '../../../common/time/calendar.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { LocalDays, type ParkDay } from '../../snapshots/local-days.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { type ObservationSet } from '../../snapshots/writing/observation-set.js';
import { type ListedWriteOutcome, ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import type { HistoryDayState } from '../entities/history-day.entity.js';
import { HistoryDayRepository } from './history-day.repository.js';
import type { HistoryOutcome, PreparedHistoryDay } from './history-outcome.js';
import { pick, type PolledConflict, unpolledPart } from './polled-time.js';
import { type StoredConflict, conflictsWithStored } from './history-conflicts.js';

export type FetchedDay = Extract<HistoryOutcome, { kind: 'history-day' }>;
export type RefusedDay = Extract<HistoryOutcome, { kind: 'refused' }>;

export interface WrittenDay {
  /** Rows with at least one new observation. */
  stored: number;
  queueRowsStored: number;
  polledConflicts: PolledConflict[];
  storedConflicts: StoredConflict[];
  /** How a day differs from what it was when it was final already; null: it was not, or does not. */
  change: DayChange | null;
}

/** The difference of a final day from an earlier response that was final, too. */
export interface DayChange {
  storedRows: number;
  /** Stored rows of the day that the API does not report any more. They are kept. */
  unreportedRows: number;
}

interface WriteContext {
  importId: string;
  /** Whether the day was stored before from another response. */
  isChanged: boolean;
  nowMs: number;
}

interface Part {
  set: ObservationSet;
  invalidatedDays: ParkDay[];
}

/** Writes a park-day of the History API with its checkpoint, in the caller's transaction. */
@Injectable()
export class HistoryDayWriter {
  constructor(
    private readonly writer: ObservationWriter,
    private readonly observations: ObservationQueryService,
    private readonly days: HistoryDayRepository,
    private readonly registry: EntityRegistry,
    private readonly config: AppConfig,
  ) {}

  async write(manager: EntityManager, day: FetchedDay, context: WriteContext): Promise<WrittenDay> {
    const { prepared, object } = day;
    const { set, conflicts } = unpolledPart(prepared.set, await this.polledSpans(prepared), prepared.confirmed);
    const outcomes: { set: ObservationSet; outcome: ListedWriteOutcome }[] = [];
    for (const part of this.partsOf(set, day)) {
      outcomes.push({ set: part.set, outcome: await this.writePart(manager, part, context) });
    }
    await this.confirm(manager, day, context.nowMs);
    const storedRows = storedInstants(outcomes);
    const change = await this.changeOf(manager, day, storedRows);
    await this.registry.recordNames(manager, day.names);
    await this.record(manager, day, context.importId, object.isFinal ? 'FINAL' : 'PROVISIONAL', day.etag);
    return {
      stored: storedRows,
      queueRowsStored: outcomes.reduce((sum, { outcome }) => sum + outcome.queueRowsStored, 0),
      polledConflicts: conflicts,
      storedConflicts: outcomes.flatMap((part) => conflictsWithStored(part.set, part.outcome.conflicts)),
      change,
    };
  }

  async writeRefusal(manager: EntityManager, day: RefusedDay, importId: string): Promise<void> {
    await this.record(manager, day, importId, 'REFUSED', null);
  }

  private writePart(manager: EntityManager, part: Part, context: WriteContext): Promise<ListedWriteOutcome> {
    return this.writer.writeAndList(manager, {
      ...part,
      source: 'HISTORY_API',
      policy: { onConflict: 'live', replaceArchive: context.isChanged, source: 'HISTORY_API' },
      batchSize: this.config.IMPORT_BATCH_SIZE,
      reason: 'IMPORT',
      nowMs: context.nowMs,
    });
  }

  /**
   * Separates opening states from the day's rows: they are usually stored already with an earlier day, and only a new one
   * changes the days before.
   */
  private partsOf({ snapshots, queues }: ObservationSet, { prepared, object }: FetchedDay): Part[] {
    const { window, timezone, fromMs } = prepared;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const daysOf = (firstMs: number, lastMs: number) =>
      localDays.datesBetween(firstMs, lastMs).map((localDate) => ({ parkId: object.park.parkId, localDate }));
    const rows = [...snapshots.recordedAtMs.keys()];
    const isOpeningState = (atMs: number) => atMs < window.startMs;
    const partOf = (isWanted: (atMs: number) => boolean): ObservationSet => ({
      snapshots: pick(
        snapshots,
        rows.filter((row) => isWanted(snapshots.recordedAtMs[row]!)),
      ),
      queues: queues.filter(({ recordedAtMs }) => isWanted(recordedAtMs)),
    });
    return [
      { set: partOf(isOpeningState), invalidatedDays: fromMs === null ? [] : daysOf(fromMs, window.startMs) },
      {
        set: partOf((atMs) => !isOpeningState(atMs)),
        invalidatedDays: daysOf(window.startMs, window.endMs + this.config.observationReachMs),
      },
    ];
  }

  private async confirm(manager: EntityManager, { prepared, object }: FetchedDay, nowMs: number): Promise<void> {
    if (!(await this.writer.confirm(manager, prepared.confirmed, this.config.IMPORT_BATCH_SIZE))) return;
    const { window, timezone } = prepared;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const dates = daysFromTo(localDays.dateOf(window.startMs), localDays.dateOf(window.endMs));
    const days = dates.map((localDate) => ({ parkId: object.park.parkId, localDate }));
    await this.writer.invalidateParkDays(manager, days, 'IMPORT', nowMs);
  }

  /** The spans of live polls that touch the day or its openings. */
  private async polledSpans({ set, window, fromMs }: PreparedHistoryDay) {
    if (fromMs === null) return [];
    const rideIds = [...new Set([...set.snapshots.rideId, ...set.queues.map(({ rideId }) => rideId)])];
    return this.observations.liveSpansTouching({ rideIds, fromMs, toMs: window.endMs });
  }

  /** Before the day is recorded. */
  private async changeOf(manager: EntityManager, day: FetchedDay, storedRows: number): Promise<DayChange | null> {
    const { park, day: localDate, isFinal } = day.object;
    const before = await this.days.find(manager, park.parkId, localDate);
    if (!isFinal || before?.state !== 'FINAL' || before.responseHash === day.etag) return null;
    const unreportedRows = await this.unreportedRows(manager, day);
    return storedRows + unreportedRows === 0 ? null : { storedRows, unreportedRows };
  }

  private async unreportedRows(manager: EntityManager, { prepared, object }: FetchedDay): Promise<number> {
    const { snapshots } = prepared.set;
    const reported = new Set([...snapshots.rideId.keys()].map((row) => keyOf(snapshots.rideId[row]!, snapshots.recordedAtMs[row]!))); // prettier-ignore
    const rideIds = await this.registry.findRideIds(object.park.parkId, manager);
    const range = { rideIds, fromMs: prepared.window.startMs, toMs: prepared.window.endMs };
    const stored = await this.observations.spans(range, 'HISTORY_API');
    // This transaction's own rows are in the response, whether this connection sees them or not.
    return stored.filter(({ rideId, fromMs }) => !reported.has(keyOf(rideId, Number(fromMs)))).length;
  }

  private async record(
    manager: EntityManager,
    { object: { park, day }, fetchedAtMs }: FetchedDay | RefusedDay,
    importId: string,
    state: HistoryDayState,
    responseHash: string | null,
  ): Promise<void> {
    const fetchedAt = new Date(fetchedAtMs);
    await this.days.record(manager, { parkId: park.parkId, localDate: day, state, importId, responseHash, fetchedAt });
  }
}

const keyOf = (rideId: number, atMs: number): string => `${rideId}/${atMs}`;

/** The distinct instants of rides with a new row, which are the rows of the response that were stored. */
function storedInstants(outcomes: readonly { set: ObservationSet; outcome: ListedWriteOutcome }[]): number {
  const stored = new Set<string>();
  for (const { set, outcome } of outcomes) {
    const { rideId, recordedAtMs } = set.snapshots;
    for (const row of outcome.written ?? rideId.keys()) stored.add(`${rideId[row]}/${recordedAtMs[row]}`);
    for (const queue of outcome.queues) stored.add(`${queue.rideId}/${queue.recordedAtMs}`);
  }
  return stored.size;
}
