import { cutText } from '../../../common/text.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { historyObservations, type HistoryObservations } from '../../history-api/observations/history-observations.js';
import { orderHistory } from '../../history-api/observations/observation-set.js';
import type { HistoryResponse } from '../../history-api/response/history-reader.js';
import type { Problem } from '../../history-api/response/problem-collector.js';
import type { HistoryProblemReason } from '../../history-api/response/response-report.js';
import type { ReportedShowTimes, ShowTimeList } from '../../snapshots/show-times/show-time-list.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import type { ParseReason } from '../../snapshots/reading/reading-context.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from '../parser/parsed-file.js';
import type { PreparedHistoryDay } from './history-outcome.js';

export interface HistoryDayContext {
  window: TimeInterval;
  timezone: string | null;
  /** Openings that were observed before are omitted. */
  earliestOpeningMs: number;
  /** Whether the API has recorded the whole day. Otherwise it is known up to its newest row. */
  isFinal: boolean;
  /** Times in which the API observed nothing. */
  knownGaps: readonly { fromMs: number; toMs: number }[];
}

/** Until when a response shows changes, and when nothing was observed. */
interface EndOfRecord {
  endMs: number;
  knownGaps: HistoryDayContext['knownGaps'];
}

/** The observations of a park-day, and what is needed to register its entities. */
export function readHistoryDay(response: HistoryResponse, context: HistoryDayContext): HistoryObservations {
  const { window, earliestOpeningMs, timezone } = context;
  return historyObservations(response, { range: window, earliestOpeningMs, timezone });
}

/** @param rideIds by entity */
export function prepareHistoryDay(
  response: HistoryResponse,
  observations: HistoryObservations,
  rideIds: ArrayLike<number>,
  context: HistoryDayContext,
): PreparedHistoryDay {
  const { set, showTimes } = orderHistory(observations, rideIds);
  const record: EndOfRecord = { endMs: endOfRecord(response, context), knownGaps: context.knownGaps };
  const confirmedUntilMs = confirmations(set, record);
  const rejected = response.rows.rejected + observations.rows.outsideRange;
  return {
    read: response.rows.seen + observations.openingInstants,
    rejected,
    set: { ...set, snapshots: { ...set.snapshots, confirmedUntilMs } },
    showTimes: confirmedLists(showTimes, record),
    timezone: context.timezone,
    window: context.window,
    fromMs: firstInstant(set),
    issues: [...response.problems.map(issueOfProblem), ...observations.notes.map(issueOf)],
    openings: observations.openings,
  };
}

/** A final day is recorded to its end, any other day to its newest row. */
function endOfRecord({ entities }: HistoryResponse, { window, isFinal }: HistoryDayContext): number {
  if (isFinal) return window.endMs;
  let newestMs = window.startMs;
  for (const { rows } of entities) {
    for (const { atMs } of rows) if (atMs < window.endMs && atMs > newestMs) newestMs = atMs;
  }
  return newestMs;
}

/** Each state lasts until the ride's next one, the end of the record or a known gap: the API would have reported a change. */
function confirmations({ snapshots }: ObservationSet, record: EndOfRecord): Float64Array {
  const confirmedUntilMs = new Float64Array(snapshots.length).fill(NaN);
  for (let row = 0; row < snapshots.length; row++) {
    const rideId = snapshots.rideId[row]!;
    const recordedAtMs = snapshots.recordedAtMs[row]!;
    const isLast = snapshots.rideId[row + 1] !== rideId;
    const untilMs = confirmedUntil(recordedAtMs, isLast ? null : snapshots.recordedAtMs[row + 1]!, record);
    if (untilMs > recordedAtMs) confirmedUntilMs[row] = untilMs;
  }
  return confirmedUntilMs;
}

/** The same for lists of show times. */
function confirmedLists(lists: readonly ReportedShowTimes[], record: EndOfRecord): ShowTimeList[] {
  return lists.map(({ rideId, atMs, json }, index) => {
    const next = lists[index + 1];
    const untilMs = confirmedUntil(atMs, next?.rideId === rideId ? next.atMs : null, record);
    return { rideId, fromMs: atMs, lastConfirmedMs: Math.max(atMs, untilMs), json };
  });
}

/** @param nextMs the next change; null: none in the response */
function confirmedUntil(atMs: number, nextMs: number | null, { endMs, knownGaps }: EndOfRecord): number {
  let untilMs = Math.min(endMs, nextMs ?? Infinity);
  for (const gap of knownGaps) {
    if (gap.toMs > atMs) untilMs = Math.min(untilMs, Math.max(atMs, gap.fromMs));
  }
  return untilMs;
}

function firstInstant({ snapshots, queues }: ObservationSet): number | null {
  let firstMs = Infinity;
  for (const atMs of snapshots.recordedAtMs) firstMs = Math.min(firstMs, atMs);
  for (const { recordedAtMs } of queues) firstMs = Math.min(firstMs, recordedAtMs);
  return firstMs === Infinity ? null : firstMs;
}

const MAX_SAMPLE_LENGTH = 200;

const issueOf = ({ reason, field, rejected, count, samples }: Problem<ParseReason>): ParseIssue => ({
  ...{ reason, field, rejected, count },
  samples: samples.slice(0, MAX_ISSUE_SAMPLES).map(({ place, value }) => ({
    index: Number(/\.history\[(\d+)\]/.exec(place)?.[1] ?? 0),
    value: cutText(`${place}: ${value}`, MAX_SAMPLE_LENGTH),
  })),
});

const issueOfProblem = (problem: Problem<HistoryProblemReason>): ParseIssue =>
  issueOf({ ...problem, reason: parseReasonOf(problem) });

/** The same problem in the words of the archive. */
function parseReasonOf({ reason, rejected, field }: Problem<HistoryProblemReason>): ParseReason {
  if (reason === 'NOT_AN_OBJECT') return 'NOT_AN_OBJECT';
  if (reason === 'MISSING_TIME') return 'MISSING_EVENT_TIME';
  if (reason === 'INVALID_TIME' && rejected) return 'INVALID_EVENT_TIME';
  return field === 'entity.id' ? 'MISSING_ENTITY_ID' : 'INVALID_DATA';
}
