import type { LocalClock } from '../../../common/time/zones/time-zones.js';
import type { IssueType } from '../../findings/finding.js';

/** Reasons for rejecting an event or noting a field. The codes are stored and published, so they must not change. */
export const PARSE_REASONS = [
  // The event is rejected.
  'NOT_AN_OBJECT',
  'MISSING_ENTITY_ID',
  'INVALID_ENTITY_ID',
  'MISSING_EVENT_TIME',
  'INVALID_EVENT_TIME',
  'EVENT_TIME_OUT_OF_RANGE',
  // The event is kept and the field is noted.
  'INVALID_WAIT_TIME',
  'INVALID_DATA',
  'UNKNOWN_STATUS',
  'SUSPICIOUS_WAIT_TIME',
  'INVALID_PARK_ID',
  'INVALID_TIMEZONE',
  'LOCAL_TIME_CONTRADICTS_ZONE',
  'INVALID_QUEUE',
  'UNKNOWN_QUEUE_TYPE',
  'INVALID_QUEUE_FIELD',
  'INVALID_SHOWTIMES',
  'LOCAL_TIME_WITHOUT_OFFSET',
  'MISSING_NAME',
  'OUTSIDE_FILE_DAY',
  // Concerns a whole file: bytes after its compressed streams are ignored.
  'TRAILING_BYTES',
  // Found once rides are resolved.
  'SAME_INSTANT_CONFLICT',
  'STORED_VALUE_CONFLICT',
] as const;
export type ParseReason = (typeof PARSE_REASONS)[number];

const ISSUE_TYPE: Readonly<Record<ParseReason, IssueType>> = {
  NOT_AN_OBJECT: 'INVALID',
  MISSING_ENTITY_ID: 'MISSING_FIELD',
  INVALID_ENTITY_ID: 'INVALID',
  MISSING_EVENT_TIME: 'MISSING_FIELD',
  INVALID_EVENT_TIME: 'INVALID',
  EVENT_TIME_OUT_OF_RANGE: 'INVALID',
  INVALID_WAIT_TIME: 'INVALID',
  INVALID_DATA: 'INVALID',
  UNKNOWN_STATUS: 'INVALID',
  SUSPICIOUS_WAIT_TIME: 'SUSPICIOUS',
  INVALID_PARK_ID: 'INVALID',
  INVALID_TIMEZONE: 'INVALID',
  LOCAL_TIME_CONTRADICTS_ZONE: 'SUSPICIOUS',
  INVALID_QUEUE: 'INVALID',
  UNKNOWN_QUEUE_TYPE: 'INVALID',
  INVALID_QUEUE_FIELD: 'INVALID',
  INVALID_SHOWTIMES: 'INVALID',
  LOCAL_TIME_WITHOUT_OFFSET: 'SUSPICIOUS',
  MISSING_NAME: 'MISSING_FIELD',
  OUTSIDE_FILE_DAY: 'SUSPICIOUS',
  TRAILING_BYTES: 'INVALID',
  SAME_INSTANT_CONFLICT: 'DUPLICATE',
  STORED_VALUE_CONFLICT: 'DUPLICATE',
};

/** The outcome of events with an issue, as a word after their count. */
export type IssueFate = 'rejected' | 'kept' | 'superseded';

/**
 * Events that contradict another event of the same ride and instant count as duplicates, neither rejected nor kept. The value of
 * the other event is stored.
 */
export function fateOf({ reason, rejected }: { reason: ParseReason; rejected: boolean }): IssueFate {
  if (rejected) return 'rejected';
  return reason === 'SAME_INSTANT_CONFLICT' || reason === 'STORED_VALUE_CONFLICT' ? 'superseded' : 'kept';
}

export const issueTypeOf = (reason: ParseReason): IssueType => ISSUE_TYPE[reason];

/** Called for a dropped, repaired or doubtful field. The entry is kept. */
export type NoteField = (reason: ParseReason, field: string, value: unknown) => void;

/** Context that a reader needs in addition to the value. */
export interface ReadingContext {
  note: NoteField;
  /** Called for every time read by {@link localClock}; the reader of the entry notes it once. */
  noteLocalTime: (field: string, value: unknown) => void;
  /** The clock of the park of the current entry; null if its zone is unknown. Called only when needed. */
  localClock: () => LocalClock | null;
  /** Returns the real text of a string that may not be decoded yet. */
  decodeText: (raw: string) => string;
}
