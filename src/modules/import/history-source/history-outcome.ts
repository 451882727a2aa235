import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { HistoryObservations } from '../../history-api/observations/history-observations.js';
import type { ShowTimeList } from '../../snapshots/show-times/show-time-list.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { HistoryBudgetExhaustedError, RateLimitedByApiError } from '../../themeparks-api/live-api-errors.js';
import type { ParseIssue } from '../parser/parsed-file.js';
import type { FileOutcome, RideNameUse } from '../pipeline/file-pipeline.js';
import type { ImportedFile } from '../pipeline/imported-files.js';
import type { ArchiveObject } from '../source/archive-source.js';

/** The park of a requested day. */
export interface HistoryPark {
  parkId: number;
  themeparksWikiId: string;
  /** Null: not known yet; the response has it. */
  timezone: string | null;
}

/** A park-day to request. Its key is `<destination>/history/<park>/<day>`; its day is the park's local day. */
export interface HistoryDayObject extends ArchiveObject {
  park: HistoryPark;
  isFinal: boolean;
}

/** A park-day ready to be written. */
export interface PreparedHistoryDay {
  /** Rows of the response, and instants of its openings. */
  read: number;
  rejected: number;
  /** With its confirmation: until when each snapshot is known to have lasted. */
  set: ObservationSet;
  /** Lists of show times, by show and time, with their confirmation. */
  showTimes: ShowTimeList[];
  timezone: string | null;
  /** The park's calendar day. */
  window: { startMs: number; endMs: number };
  /** The first instant of the set; null: it is empty. */
  fromMs: number | null;
  issues: ParseIssue[];
  openings: HistoryObservations['openings'];
}

/** The result of one requested park-day before anything is written. */
export type HistoryOutcome =
  | {
      kind: 'history-day';
      object: HistoryDayObject;
      /** SHA-256 of the response. */
      etag: string;
      fetchedAtMs: number;
      prepared: PreparedHistoryDay;
      names: RideNameUse[];
    }
  /** The day lies before those that the account may read. */
  | { kind: 'refused'; object: HistoryDayObject; etag: string; fetchedAtMs: number; earliestAllowedDate: string | null }
  /** No more days are requested until then. */
  | { kind: 'budget-exhausted'; resumesAt: Date };

/** The result of a file of the archive or of a park-day of the History API. */
export type RunOutcome = FileOutcome | ImportedFile | HistoryOutcome;

export const WINDOW_EXCEEDED = 'HISTORY_WINDOW_EXCEEDED';

/** Requests wait ten minutes for the budget of a minute; after that, an import pauses for as long. */
const RATE_LIMITED_PAUSE_MS = 10 * MINUTE_MS;

/** Until when an import pauses because of this error; null: the error does not justify a pause. */
export function pauseUntil(error: unknown, nowMs: number): Date | null {
  if (error instanceof HistoryBudgetExhaustedError) return new Date(error.availableAtMs);
  return error instanceof RateLimitedByApiError ? new Date(nowMs + (error.waitMs ?? RATE_LIMITED_PAUSE_MS)) : null;
}
