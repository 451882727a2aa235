import type { LocalClock } from '../../../common/time/zones/time-zones.js';
import type { IssueType } from '../../findings/finding.js';

/** Why an event, or a field of it, was refused or noted. Stable words: they are stored and shown. */
export const PARSE_REASONS = [
  // the event is rejected
  'NOT_AN_OBJECT',
  'MISSING_ENTITY_ID',
  'INVALID_ENTITY_ID',
  'MISSING_EVENT_TIME',
  'INVALID_EVENT_TIME',
  'EVENT_TIME_OUT_OF_RANGE',
  // the event is kept, the field is noted
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
  // of a file: what stands after its compressed streams is not read
  'TRAILING_BYTES',
  // found when rides are known
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

/** What became of the events with an issue, as a word after their number. */
export type IssueFate = 'rejected' | 'kept' | 'superseded';

/**
 * Events that contradict another event of the same ride and instant are neither rejected nor kept: they count as
 * duplicates, and the value of the other one is stored.
 */
export function fateOf({ reason, rejected }: { reason: ParseReason; rejected: boolean }): IssueFate {
  if (rejected) return 'rejected';
  return reason === 'SAME_INSTANT_CONFLICT' || reason === 'STORED_VALUE_CONFLICT' ? 'superseded' : 'kept';
}

export const issueTypeOf = (reason: ParseReason): IssueType => ISSUE_TYPE[reason];

/** Called for a field that is dropped, repaired or doubtful; the entry is kept. */
export type NoteField = (reason: ParseReason, field: string, value: unknown) => void;

/** What a reader has to know beside the value itself. */
export interface ReadingContext {
  note: NoteField;
  /** Called for every time that is read by {@link localClock}; the reader of the entry notes it once. */
  noteLocalTime: (field: string, value: unknown) => void;
  /** The clock of the park of the entry at hand; null where its zone is not known. Asked for only when it is needed. */
  localClock: () => LocalClock | null;
  /** Gives back the real text of a string that may not have been decoded yet. */
  decodeText: (raw: string) => string;
}
