import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { daysFromTo } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ServerDialect } from '../../../common/database/dialect/server-dialect.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkDay } from '../../snapshots/touched-days.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import type { ShowTimeList } from '../../snapshots/show-times/show-time-list.js';
import { ShowTimesService, type WrittenShowTimes } from '../../snapshots/show-times/show-times.service.js';
import { renderLoadableRows } from '../../snapshots/writing/load-rows.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { type ListedWriteOutcome, ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import type { HistoryDay, HistoryDayState } from '../entities/history-day.entity.js';
import { HistoryDayRepository } from './history-day.repository.js';
import type { HistoryOutcome, HistoryPark, PreparedHistoryDay } from './history-outcome.js';
import { pick, type PolledConflict, unpolledPart } from './polled-time.js';
import { type StoredConflict, conflictsWithStored, withKeptValues } from './history-conflicts.js';
import { refusedShowTimes, type ShowTimesConflict, unpolledShowTimes } from './polled-show-times.js';
import { instantsOfShowTimesAlone, keyOf, storedInstants } from './stored-instants.js';

export type FetchedDay = Extract<HistoryOutcome, { kind: 'history-day' }>;
export type RefusedDay = Extract<HistoryOutcome, { kind: 'refused' }>;

export interface WrittenDay {
  /** Rows with at least one new observation. */
  stored: number;
  queueRowsStored: number;
  polledConflicts: PolledConflict[];
  storedConflicts: StoredConflict[];
  showTimesConflicts: ShowTimesConflict[];
  /** How a day that was already final has changed since; null: it was not final before, or is unchanged. */
  change: DayChange | null;
  /** Whether the day was refused until now. */
  wasRefused: boolean;
}

/** The difference of a final day from an earlier response that was also final. */
export interface DayChange {
  storedRows: number;
  /** Stored rows of the day that the API does not report any more. They are kept. */
  unreportedRows: number;
}

/** The days of a park that the account may not read, and the time from the first to the last of them. */
export interface RefusedDays {
  days: number;
  window: TimeInterval;
}

interface WriteContext {
  importId: string;
  /** Whether the day was stored before from another response. */
  isChanged: boolean;
  /** Whether no import has stored the day before. */
  isNew: boolean;
  nowMs: number;
}

interface Part {
  set: ObservationSet;
  /** The local dates that new rows of the part invalidate. */
  dates: string[];
  /** Whether none of its rows is expected to be stored. */
  isExpectedNew: boolean;
}

type WrittenPart = Part & { outcome: ListedWriteOutcome };

/** Writes a park-day of the History API with its checkpoint, in the caller's transaction. */
@Injectable()
export class HistoryDayWriter {
  constructor(
    private readonly writer: ObservationWriter,
    private readonly observations: ObservationQueryService,
    private readonly days: HistoryDayRepository,
    private readonly registry: EntityRegistry,
    private readonly showTimes: ShowTimesService,
    private readonly dialect: ServerDialect,
    private readonly config: AppConfig,
  ) {}

  async write(manager: EntityManager, day: FetchedDay, context: WriteContext): Promise<WrittenDay> {
    const { prepared, object } = day;
    const polled = await this.polledSpans(prepared);
    const { set, conflicts } = unpolledPart(prepared.set, polled);
    const outcomes: WrittenPart[] = [];
    const isExpectedNew = context.isNew && !(await this.isInArchive(manager, day));
    for (const part of this.partsOf(set, day, isExpectedNew)) {
      outcomes.push({ ...part, outcome: await this.writePart(manager, part, context) });
    }
    await this.invalidate(manager, day, outcomes, context.nowMs);
    const shows = await this.writeShowTimes(manager, day, { ...context, isPolled: polled.length > 0 });
    const storedRows =
      outcomes.reduce((sum, { set: part, outcome }) => sum + storedInstants(part, outcome), 0) +
      instantsOfShowTimesAlone(shows.stored, outcomes);
    const before = await this.days.find(manager, object.park.parkId, object.day);
    const change = await this.changeOf(manager, day, before, storedRows);
    await this.registry.recordNames(manager, day.names);
    await this.registry.recordFirstSeen(manager, observedRides(prepared), prepared.window.startMs);
    await this.record(manager, day, context.importId, object.isFinal ? 'FINAL' : 'PROVISIONAL', day.etag);
    return {
      stored: storedRows,
      queueRowsStored: outcomes.reduce((sum, { outcome }) => sum + outcome.queueRowsStored, 0),
      polledConflicts: conflicts,
      storedConflicts: await withKeptValues(
        outcomes.flatMap((part) => conflictsWithStored(part.set, part.outcome.conflicts)),
        (instants) => this.writer.storedAt(manager, instants),
      ),
      showTimesConflicts: shows.refused,
      change,
      wasRefused: before?.state === 'REFUSED',
    };
  }

  async writeRefusal(manager: EntityManager, day: RefusedDay, importId: string): Promise<void> {
    await this.record(manager, day, importId, 'REFUSED', null);
  }

  /** The refused days of a park; null: none. Those that were read before stay as they are. */
  async refusedDays(manager: EntityManager, { parkId, timezone }: HistoryPark): Promise<RefusedDays | null> {
    const refused = await this.days.findRefused(manager, parkId);
    if (refused === null) return null;
    const localDays = new LocalDays(timezone, 0);
    const [first, last] = [localDays.window(refused.firstDate), localDays.window(refused.lastDate)];
    return { days: refused.days, window: { startMs: first.startMs, endMs: last.endMs } };
  }

  private async writeShowTimes(
    manager: EntityManager,
    { prepared: { showTimes, window } }: FetchedDay,
    { isChanged, isPolled }: WriteContext & { isPolled: boolean },
  ): Promise<WrittenShowTimes & { refused: ShowTimesConflict[] }> {
    if (showTimes.length === 0) return { stored: [], conflicts: [], refused: [] };
    const polled = isPolled ? await this.polledShowTimes(showTimes, window.endMs) : [];
    const { lists, conflicts } = unpolledShowTimes(showTimes, polled);
    const written = await this.showTimes.write(manager, { lists, source: 'HISTORY_API', isChanged });
    return { ...written, refused: [...conflicts, ...refusedShowTimes(written.conflicts)] };
  }

  private polledShowTimes(lists: readonly ShowTimeList[], endMs: number) {
    const rideIds = [...new Set(lists.map(({ rideId }) => rideId))];
    const firstMs = Math.min(...lists.map(({ fromMs }) => fromMs));
    return this.showTimes.polled(rideIds, 'SHOWTIMES', firstMs, endMs);
  }

  private writePart(
    manager: EntityManager,
    { set, isExpectedNew }: Part,
    context: WriteContext,
  ): Promise<ListedWriteOutcome> {
    const loads = isExpectedNew && this.dialect.canLoadLocalData;
    return this.writer.writeAndList(manager, {
      ...{ set, isExpectedNew, invalidatedDays: [] },
      loadable: loads ? renderLoadableRows(set, 'HISTORY_API') : null,
      source: 'HISTORY_API',
      policy: { onConflict: 'live', replaceOwn: context.isChanged, source: 'HISTORY_API' },
      batchSize: this.config.IMPORT_BATCH_SIZE,
      reason: 'IMPORT',
      nowMs: context.nowMs,
    });
  }

  /** Whether the archive has the park-day: it reports the same feed, so that most rows are already stored. */
  private async isInArchive(manager: EntityManager, { prepared: { window }, object: { park } }: FetchedDay) {
    const rideIds = await this.registry.findRideIds(park.parkId, manager);
    return this.writer.hasArchiveRows(manager, rideIds, window);
  }

  /**
   * Separates opening states from the day's rows: they are usually already stored with an earlier day, and only a new one
   * changes the days before.
   */
  private partsOf({ snapshots, queues }: ObservationSet, { prepared }: FetchedDay, isExpectedNew: boolean): Part[] {
    const { window, timezone, fromMs } = prepared;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
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
      {
        set: partOf(isOpeningState),
        dates: fromMs === null ? [] : localDays.datesBetween(fromMs, window.startMs),
        isExpectedNew: false,
      },
      {
        set: partOf((atMs) => !isOpeningState(atMs)),
        dates: localDays.datesBetween(window.startMs, window.endMs + this.config.observationReachMs),
        isExpectedNew,
      },
    ];
  }

  /** The days of new rows, and the whole day if a state is new or confirmed, because the state lasts into that day. */
  private async invalidate(
    manager: EntityManager,
    { prepared: { window, timezone }, object: { park } }: FetchedDay,
    parts: readonly WrittenPart[],
    nowMs: number,
  ): Promise<void> {
    const dates = parts.flatMap(({ dates: ofPart, outcome }) =>
      outcome.stored > 0 || outcome.queueRowsStored > 0 ? ofPart : [],
    );
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const lasts = parts.some(({ outcome }) => outcome.stored > 0 || outcome.confirmed > 0);
    const ofStates = lasts ? daysFromTo(localDays.dateOf(window.startMs), localDays.dateOf(window.endMs)) : [];
    await this.writer.invalidateParkDays(manager, parkDays(park, [...dates, ...ofStates]), 'IMPORT', nowMs);
    await this.writer.invalidateExpectedAfter(manager, parkDays(park, dates), nowMs);
  }

  /** The spans of live polls that touch the day or its openings. */
  private async polledSpans({ set, window, fromMs }: PreparedHistoryDay) {
    if (fromMs === null) return [];
    return this.observations.liveSpansTouching(firstInstants(set), window.endMs);
  }

  /** @param before the day as it was recorded until now */
  private async changeOf(
    manager: EntityManager,
    day: FetchedDay,
    before: HistoryDay | null,
    storedRows: number,
  ): Promise<DayChange | null> {
    if (!day.object.isFinal || before?.state !== 'FINAL' || before.responseHash === day.etag) return null;
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

/** The rides of which the response has any state. It also lists entities that are newer than the day, without one. */
function observedRides({ set: { snapshots, queues }, showTimes }: PreparedHistoryDay): number[] {
  return [
    ...new Set([...snapshots.rideId, ...queues.map(({ rideId }) => rideId), ...showTimes.map(({ rideId }) => rideId)]),
  ];
}

/** The first instant of each ride: the opening of a ride that rarely changes may be weeks old. */
function firstInstants({ snapshots, queues }: ObservationSet): Map<number, number> {
  const firstMs = new Map<number, number>();
  for (let row = 0; row < snapshots.length; row++) {
    if (!firstMs.has(snapshots.rideId[row]!)) firstMs.set(snapshots.rideId[row]!, snapshots.recordedAtMs[row]!);
  }
  for (const { rideId, recordedAtMs } of queues) {
    if (recordedAtMs < (firstMs.get(rideId) ?? Infinity)) firstMs.set(rideId, recordedAtMs);
  }
  return firstMs;
}

const parkDays = ({ parkId }: HistoryPark, dates: readonly string[]): ParkDay[] =>
  [...new Set(dates)].map((localDate) => ({ parkId, localDate }));
