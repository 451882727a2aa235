import { plural } from '../../common/text.js';
import { DAY_MS, startOfUtcDay } from '../../common/time/calendar.js';
import type { Finding, FindingKey } from '../findings/finding.js';
import type { CoverageResponse } from '../history-api/response/coverage-reader.js';
import { RIDE_STATUSES } from '../snapshots/observations.js';
import { fateOf, issueTypeOf } from '../snapshots/reading/reading-context.js';
import type { DayGap } from './missing-days.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from './parser/parsed-file.js';
import type { PreparedFile } from './pipeline/prepare-file.js';

interface FileContext {
  importId: string;
  objectKey: string;
  /** UTC day of the file. */
  day: string;
}

/** The issues of a file as findings of the quality log: one per reason and field. */
export function findingsOfFile(file: FileContext, issues: readonly ParseIssue[]): Finding[] {
  return issues.map((issue) =>
    issue.reason === 'LOCAL_TIME_CONTRADICTS_ZONE' ? findingOfLocalTimes(file, issue) : findingOfIssue(file, issue),
  );
}

/** The issues of a park-day of the History API: one finding per reason and field. */
export function findingsOfHistoryDay(
  file: FileContext,
  { parkId }: { parkId: number },
  window: { startMs: number; endMs: number },
  issues: readonly ParseIssue[],
): Finding[] {
  return issues.map((issue) => ({
    ...findingOfIssue(file, issue),
    ...parkFinding(file, parkId, window),
    description: describeRows(file, issue),
  }));
}

function findingOfIssue(file: FileContext, issue: ParseIssue): Finding {
  return {
    ...fileFinding(file),
    issueType: issueTypeOf(issue.reason),
    reason: issue.reason,
    identity: [file.objectKey, issue.field],
    recordsAffected: issue.count,
    description: describe(file, issue),
    sample: issue.samples,
  };
}

/** A change of a zone's rules affects every later file, so it is one finding per destination and zone. */
function findingOfLocalTimes(file: FileContext, issue: ParseIssue): Finding {
  const [destination] = file.objectKey.split('/');
  return {
    ...findingOfIssue(file, issue),
    identity: [destination!, issue.field],
    accumulates: true,
    description:
      `The archive of ${destination} and the rules of time zones disagree: ${issue.field}; ` +
      `first found in ${file.objectKey}${exampleOf(issue)}. The instants of eventTime count`,
  };
}

/** The finding of an unreadable file. */
export function findingOfDefect(file: FileContext, defect: string, message: string): Finding {
  return {
    ...fileFinding(file),
    issueType: 'INVALID',
    reason: `FILE_${defect}`,
    identity: [file.objectKey],
    recordsAffected: 0,
    description: message,
    sample: null,
  };
}

/** Identifies the finding of a park's refused days. */
export const refusedDaysKey = ({ themeparksWikiId }: { themeparksWikiId: string }): FindingKey => ({
  ...{ issueType: 'GAP', reason: 'HISTORY_WINDOW_EXCEEDED', identity: [themeparksWikiId] },
});

/** The days of a park that lie before those that the account may read: one finding for all of them. */
export function findingOfRefusedDays(
  file: FileContext,
  park: { parkId: number; themeparksWikiId: string },
  refused: { days: number; window: { startMs: number; endMs: number }; earliestAllowedDate: string | null },
): Finding {
  const { days, window, earliestAllowedDate } = refused;
  const from = earliestAllowedDate === null ? 'later days only' : `days from ${earliestAllowedDate} on`;
  return {
    ...refusedDaysKey(park),
    ...parkFinding(file, park.parkId, window),
    recordsAffected: days,
    description: `The History API refused ${plural(days, 'day')} of the park: the account may read ${from}`,
    sample: { source: 'HISTORY_API', earliestAllowedDate },
  };
}

/** A final day of a park that the History API reports differently now. */
export function findingOfChangedDay(
  file: FileContext,
  { parkId, themeparksWikiId }: { parkId: number; themeparksWikiId: string },
  change: { storedRows: number; unreportedRows: number; window: { startMs: number; endMs: number } },
): Finding {
  const { storedRows, unreportedRows, window } = change;
  return {
    ...parkFinding(file, parkId, window),
    issueType: 'SUSPICIOUS',
    reason: 'HISTORY_DAY_CHANGED',
    identity: [themeparksWikiId, file.day],
    recordsAffected: storedRows + unreportedRows,
    description:
      `The History API has recorded ${file.day} anew, although it was final. Stored: ${plural(storedRows, 'new row')}. ` +
      `Kept: ${plural(unreportedRows, 'row')} no longer reported`,
    sample: { source: 'HISTORY_API', storedRows, unreportedRows },
  };
}

/** The times in which the History API observed nothing in the whole destination; every park of it reports the same ones. */
export function findingsOfSourceGaps(
  context: { importId: string; destinationId: number; destinationWikiId: string },
  coverages: readonly Pick<CoverageResponse, 'knownGaps'>[],
): Finding[] {
  const gaps = new Map(
    coverages.flatMap(({ knownGaps }) => (knownGaps ?? []).map((gap) => [gap.fromMs, gap] as const)),
  );
  return [...gaps.values()].map(({ fromMs, toMs, reason }) => ({
    issueType: 'GAP',
    reason: 'SOURCE_GAP',
    identity: [context.destinationWikiId, fromMs],
    entityType: 'DESTINATION',
    entityId: context.destinationId,
    parkId: null,
    importId: context.importId,
    windowStart: new Date(fromMs),
    windowEnd: new Date(toMs),
    recordsAffected: 1,
    description:
      `The History API observed nothing in the destination from ${new Date(fromMs).toISOString()} to ` +
      `${new Date(toMs).toISOString()}${reason === null ? '' : `: ${reason}`}`,
    sample: { source: 'HISTORY_API', reason },
  }));
}

/** The finding of a range of days for which the archive has no file. */
export function findingOfGap(
  context: { importId: string; destinationId: number; destinationWikiId: string },
  gap: DayGap,
): Finding {
  return {
    issueType: 'GAP',
    reason: 'MISSING_ARCHIVE',
    // Identified by its first day: a gap that grows remains the same finding.
    identity: [context.destinationWikiId, gap.firstDay],
    entityType: 'DESTINATION',
    entityId: context.destinationId,
    parkId: null,
    importId: context.importId,
    windowStart: new Date(startOfUtcDay(gap.firstDay)),
    windowEnd: new Date(startOfUtcDay(gap.lastDay) + DAY_MS),
    recordsAffected: gap.days,
    description: `The archive has no file for ${plural(gap.days, 'day')} from ${gap.firstDay} to ${gap.lastDay}`,
    sample: null,
  };
}

function fileFinding(file: FileContext) {
  const windowStart = new Date(startOfUtcDay(file.day));
  return {
    entityType: 'FILE' as const,
    entityId: null,
    parkId: null,
    importId: file.importId,
    windowStart,
    windowEnd: new Date(windowStart.getTime() + DAY_MS),
  };
}

const parkFinding = (
  { importId }: FileContext,
  parkId: number,
  { startMs, endMs }: { startMs: number; endMs: number },
) => ({
  entityType: 'PARK' as const,
  ...{ entityId: parkId, parkId, importId },
  ...{ windowStart: new Date(startMs), windowEnd: new Date(endMs) },
});

function describeRows({ day }: FileContext, issue: ParseIssue): string {
  const example = issue.samples[0] === undefined ? '' : `, for example ${issue.samples[0].value}`;
  return `The History API, ${day}: ${plural(issue.count, 'row')} ${fateOf(issue)}, ${issue.reason} in ${issue.field}${example}`;
}

function describe({ objectKey }: FileContext, issue: ParseIssue): string {
  return `${objectKey}: ${plural(issue.count, 'event')} ${fateOf(issue)}, ${issue.reason} in ${issue.field}${exampleOf(issue)}`;
}

function exampleOf({ samples: [first] }: ParseIssue): string {
  return first === undefined ? '' : `, first at event ${first.index}: ${first.value}`;
}

/** Events that contradict the stored ARCHIVE row of the same ride and instant; the stored row stays. */
export function conflictWithStoredIssue(prepared: PreparedFile, rows: readonly number[]): ParseIssue[] {
  if (rows.length === 0) return [];
  const { snapshots } = prepared.set;
  const samples = rows.slice(0, MAX_ISSUE_SAMPLES).map((row) => ({
    index: prepared.eventIndex[row]!,
    value: JSON.stringify({
      rideId: snapshots.rideId[row]!,
      eventTime: new Date(snapshots.recordedAtMs[row]!).toISOString(),
      refusedStatus: RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      refusedWaitMinutes: snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row]!,
    }),
  }));
  return [{ reason: 'STORED_VALUE_CONFLICT', field: 'eventTime', rejected: false, count: rows.length, samples }];
}
