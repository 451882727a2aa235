import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { isTimezoneName, zoneClock } from '../../../common/time/zones/time-zones.js';
import { endedQueues } from './ended-queues.js';
import {
  enumNumber,
  type QueueObservation,
  RIDE_STATUSES,
  type SnapshotColumns,
  STATUS_UNKNOWN,
  WAIT_UNKNOWN,
} from '../../snapshots/observations.js';
import { NO_SHOW_TIMES } from '../../snapshots/show-times/show-time-list.js';
import type { ReadObservation } from '../../snapshots/reading/observation-reader.js';
import type { ParseReason } from '../../snapshots/reading/reading-context.js';
import { placeOfEntity } from '../response/envelope.js';
import type { HistoryOfEntity, HistoryResponse } from '../response/history-reader.js';
import { type Problem, ProblemCollector } from '../response/problem-collector.js';
import { queueKind, SHOWTIMES_KIND, STANDBY_KIND, STATUS_KIND } from './changed-kinds.js';
import { type EntityTimeline, readTimeline, type TimelineOpening, type TimelineRow } from './entity-timeline.js';
import { unionOfShowStarts } from './show-starts.js';

/** An entity of a response, with the performances that it published in the range. */
export interface ObservedHistoryEntity extends Pick<HistoryOfEntity, 'id' | 'name' | 'entityType'> {
  /** Null: it published no list. */
  showStartsMs: readonly number[] | null;
}

export interface HistoryQueueObservation {
  entityIndex: number;
  recordedAtMs: number;
  queue: QueueObservation;
}

export interface HistoryShowTimes {
  entityIndex: number;
  recordedAtMs: number;
  /** Canonical JSON. */
  json: string;
}

/** What happened to the opening states. */
export interface OpeningCounts {
  /** With at least one observation. */
  observed: number;
  /** Without an instant of observation: the state is known, but not since when. */
  undated: number;
  /** Cut short by the API: the response must be requested again. */
  degraded: number;
  /** Last observed before the earliest requested instant. */
  tooOld: number;
}

/** The observations of one response. Natural keys may repeat if two entities are one ride. */
export interface HistoryObservations {
  entities: ObservedHistoryEntity[];
  /** One row for each change of status or standby wait. */
  snapshots: SnapshotColumns & {
    /** Index into `entities`. */
    entityIndex: Uint32Array;
    /** When the standby wait of the row last changed, which may be before the row; NaN: unknown. */
    waitChangedAtMs: Float64Array;
  };
  /** One row for each change of show times. An empty list counts only after another one, because it ends that one. */
  showTimes: HistoryShowTimes[];
  /** One row for each change of a queue; a snapshot of the same instant exists only if status or standby wait changed too. */
  queues: HistoryQueueObservation[];
  rows: {
    /** Rows of the response that were readable. */
    read: number;
    /** Rows with at least one observation. */
    observed: number;
    /** Rows without a change that is stored, such as an empty list of show times that remains empty. */
    withoutObservation: number;
    superseded: number;
    outsideRange: number;
  };
  openings: OpeningCounts;
  /** The distinct instants of opening states that are observations, without those of rows. */
  openingInstants: number;
  notes: Problem<ParseReason>[];
}

export interface ObservationOptions {
  /** The requested range; rows outside it are rejected. */
  range: TimeInterval;
  /** Opening states that were observed before are omitted: they no longer affect the range. */
  earliestOpeningMs: number;
  /** The zone for times without an offset; null: the zone in the response. */
  timezone: string | null;
}

/**
 * The observations in a response of `/entity/{id}/history`. A row is a complete state, but only what it changed was observed
 * (docs/decisions/0015-a-carried-forward-row-is-no-observation.md).
 */
export function historyObservations(
  response: Pick<HistoryResponse, 'entities' | 'timezone'>,
  options: ObservationOptions,
): HistoryObservations {
  const timezone = options.timezone ?? response.timezone;
  const clock = timezone !== null && isTimezoneName(timezone) ? zoneClock(timezone) : null;
  const notes = new ProblemCollector<ParseReason>();
  const builder = new ObservationBuilder(options.earliestOpeningMs);
  response.entities.forEach((entity, index) => {
    const place = placeOfEntity(index, entity.id);
    builder.add(entity, readTimeline(entity, { clock, range: options.range, notes, place }));
  });
  return builder.build(notes.toArray());
}

interface SnapshotRow {
  entityIndex: number;
  recordedAtMs: number;
  state: ReadObservation;
  waitChangedAtMs: number;
}

class ObservationBuilder {
  private readonly entities: ObservedHistoryEntity[] = [];
  private readonly snapshots: SnapshotRow[] = [];
  private readonly queues: HistoryQueueObservation[] = [];
  private readonly showTimes: HistoryShowTimes[] = [];
  private readonly rows = { read: 0, observed: 0, withoutObservation: 0, superseded: 0, outsideRange: 0 };
  private openingInstants = 0;
  private readonly openings: OpeningCounts = { observed: 0, undated: 0, degraded: 0, tooOld: 0 };

  constructor(private readonly earliestOpeningMs: number) {}

  add({ id, name, entityType, rows: all }: HistoryOfEntity, timeline: EntityTimeline): void {
    const { opening, rows } = timeline;
    const entityIndex = this.entities.length;
    const showStartsMs = unionOfShowStarts([opening?.showStartsMs ?? null, ...rows.map((row) => row.showStartsMs)]);
    this.entities.push({ id, name, entityType, showStartsMs });
    this.rows.read += all.length;
    this.rows.superseded += timeline.superseded;
    this.rows.outsideRange += timeline.outsideRange;
    const ofOpening = opening === null ? NO_INSTANTS : this.addOpening(opening, entityIndex);
    this.openingInstants += ofOpening.size;
    let waitChangedAtMs = opening?.observedAtMsByKind.get(STANDBY_KIND) ?? NaN;
    let before = opening?.queues ?? [];
    let hasShowTimes = isList(opening?.showTimesJson);
    for (const row of rows) {
      if (row.changedKinds.has(STANDBY_KIND)) waitChangedAtMs = row.atMs;
      const listed = row.showTimesJson !== null && (hasShowTimes || isList(row.showTimesJson));
      if (listed) this.showTimes.push({ entityIndex, recordedAtMs: row.atMs, json: row.showTimesJson! });
      hasShowTimes ||= listed;
      const isObserved = this.addRow(row, endedQueues(before, row.queues), { entityIndex, waitChangedAtMs, listed });
      if (isObserved && ofOpening.has(row.atMs)) this.openingInstants--;
      before = row.queues;
    }
  }

  build(notes: Problem<ParseReason>[]): HistoryObservations {
    const { entities, snapshots, queues, showTimes, rows, openings, openingInstants } = this;
    return { entities, snapshots: columnsOf(snapshots), queues, showTimes, rows, openings, openingInstants, notes };
  }

  /** Returns whether the row has an observation. */
  private addRow(
    row: TimelineRow,
    ended: readonly QueueObservation[],
    { entityIndex, waitChangedAtMs, listed }: { entityIndex: number; waitChangedAtMs: number; listed: boolean },
  ): boolean {
    const { atMs, changedKinds } = row;
    const changesSnapshot = changedKinds.has(STATUS_KIND) || changedKinds.has(STANDBY_KIND);
    if (changesSnapshot) this.snapshots.push({ entityIndex, recordedAtMs: atMs, state: row, waitChangedAtMs });
    let isObserved = changesSnapshot || listed;
    for (const queue of ended.length === 0 ? row.queues : [...row.queues, ...ended]) {
      if (!changedKinds.has(queueKind(queue.queueType))) continue;
      this.queues.push({ entityIndex, recordedAtMs: atMs, queue });
      isObserved = true;
    }
    if (isObserved) this.rows.observed++;
    else this.rows.withoutObservation++;
    return isObserved;
  }

  /**
   * Status and standby wait share a row, which begins when the newer of the two was observed: the state was complete then. Returns
   * the instants of the observations.
   */
  private addOpening(opening: TimelineOpening, entityIndex: number): ReadonlySet<number> {
    const { observedAtMsByKind: observedAtMs, isDegraded } = opening;
    if (isDegraded) {
      this.openings.degraded++;
      return NO_INSTANTS;
    }
    const waitChangedAtMs = observedAtMs.get(STANDBY_KIND) ?? NaN;
    const snapshotAtMs = newest([observedAtMs.get(STATUS_KIND), observedAtMs.get(STANDBY_KIND)]);
    const dated = opening.queues.flatMap((queue) => {
      const recordedAtMs = observedAtMs.get(queueKind(queue.queueType));
      return recordedAtMs === undefined ? [] : [{ entityIndex, recordedAtMs, queue }];
    });
    const queues = dated.filter(({ recordedAtMs }) => recordedAtMs >= this.earliestOpeningMs);
    const hasSnapshot = snapshotAtMs !== null && snapshotAtMs >= this.earliestOpeningMs;
    if (hasSnapshot) {
      this.snapshots.push({ entityIndex, recordedAtMs: snapshotAtMs, state: opening, waitChangedAtMs });
    }
    this.queues.push(...queues);
    const listedAtMs = this.addOpeningShowTimes(opening, entityIndex);
    const instants = new Set([
      ...(hasSnapshot ? [snapshotAtMs] : []),
      ...queues.map(({ recordedAtMs }) => recordedAtMs),
    ]);
    if (listedAtMs !== null) instants.add(listedAtMs);
    if (instants.size > 0) this.openings.observed++;
    else if (snapshotAtMs !== null || dated.length > 0) this.openings.tooOld++;
    else this.openings.undated++;
    return instants;
  }

  /** When the list of the opening was observed; null: it has none, or an undated or old one. */
  private addOpeningShowTimes(opening: TimelineOpening, entityIndex: number): number | null {
    const recordedAtMs = opening.observedAtMsByKind.get(SHOWTIMES_KIND);
    const json = opening.showTimesJson;
    if (recordedAtMs === undefined || recordedAtMs < this.earliestOpeningMs || !isList(json)) return null;
    this.showTimes.push({ entityIndex, recordedAtMs, json });
    return recordedAtMs;
  }
}

/** Whether it is a list with at least one element. */
const isList = (json: string | null | undefined): json is string => typeof json === 'string' && json !== NO_SHOW_TIMES;

const NO_INSTANTS: ReadonlySet<number> = new Set();

function newest(instants: readonly (number | undefined)[]): number | null {
  const known = instants.filter((instantMs) => instantMs !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

function columnsOf(rows: readonly SnapshotRow[]): HistoryObservations['snapshots'] {
  const { length } = rows;
  const columns = {
    length,
    recordedAtMs: new Float64Array(length),
    status: new Uint8Array(length),
    waitMinutes: new Int16Array(length),
    entityIndex: new Uint32Array(length),
    waitChangedAtMs: new Float64Array(length),
  };
  rows.forEach(({ entityIndex, recordedAtMs, waitChangedAtMs, state: { status, waitMinutes } }, row) => {
    columns.recordedAtMs[row] = recordedAtMs;
    columns.status[row] = enumNumber(RIDE_STATUSES, status) ?? STATUS_UNKNOWN;
    columns.waitMinutes[row] = waitMinutes ?? WAIT_UNKNOWN;
    columns.entityIndex[row] = entityIndex;
    columns.waitChangedAtMs[row] = waitChangedAtMs;
  });
  return columns;
}
