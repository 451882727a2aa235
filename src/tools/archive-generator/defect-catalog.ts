import type { ParseReason } from '../../modules/snapshots/reading/reading-context.js';

/** Defects of a whole file, of which no event can be imported. */
export const FILE_DEFECTS = {
  'missing-day': 'the file of the day does not exist',
  'truncated-file': 'the compressed bytes end too early',
  'empty-file': 'zero bytes',
  'not-zlib': 'neither zlib nor gzip nor JSON: an error page',
  'empty-object': 'the content is {}',
  'bomb-file': 'a small file that inflates to --bomb-bytes',
} as const;
export type FileDefectName = keyof typeof FILE_DEFECTS;

/** How an importer must handle the event with the defect. */
export interface EventDefectRule {
  about: string;
  /** The event is rejected with this reason; otherwise it is kept. */
  rejected?: ParseReason;
  /** The event is kept, and this reason is noted. */
  noted?: ParseReason;
}

const EVENT_DEFECT_RULES = {
  'missing-event-time': { about: 'no eventTime', rejected: 'MISSING_EVENT_TIME' },
  'invalid-event-time': { about: 'eventTime "yesterday"', rejected: 'INVALID_EVENT_TIME' },
  'missing-entity-id': { about: 'no entityId', rejected: 'MISSING_ENTITY_ID' },
  'wrong-uuid': { about: 'entityId "not-a-uuid"', rejected: 'INVALID_ENTITY_ID' },
  'not-an-object': { about: 'the number 42 in place of an event', rejected: 'NOT_AN_OBJECT' },
  'text-wait': { about: 'waitTime "abc"', noted: 'INVALID_WAIT_TIME' },
  'negative-wait': { about: 'waitTime -5', noted: 'INVALID_WAIT_TIME' },
  'impossible-wait': { about: 'waitTime 9999, more than 1440', noted: 'INVALID_WAIT_TIME' },
  'minus-one-wait': { about: 'waitTime -1: open, wait not posted' },
  'string-wait': { about: 'the right waitTime as a string, "45"' },
  'suspicious-wait': { about: 'waitTime 345, more than 300', noted: 'SUSPICIOUS_WAIT_TIME' },
  'unknown-status': { about: 'status "BROKEN"', noted: 'UNKNOWN_STATUS' },
  'unknown-queue-type': { about: 'an extra queue VIRTUAL_LOBBY', noted: 'UNKNOWN_QUEUE_TYPE' },
  'null-queue': { about: 'queue null on a ride that has one' },
  'missing-park-id': { about: 'no parkId' },
  'missing-timezone': { about: 'no timezone' },
  'outside-file-day': { about: 'dated three days before the day of its file', noted: 'OUTSIDE_FILE_DAY' },
  'duplicate-event': { about: 'the same event twice in a file' },
  'same-instant': { about: 'a second value of one ride in one instant; the last of the file wins' },
  'out-of-order': { about: 'an event of the evening at the head of its file' },
} as const satisfies Record<string, EventDefectRule>;
export type EventDefectName = keyof typeof EVENT_DEFECT_RULES;
export const EVENT_DEFECTS: Readonly<Record<EventDefectName, EventDefectRule>> = EVENT_DEFECT_RULES;

export type DefectName = FileDefectName | EventDefectName;
export const FILE_DEFECT_NAMES = Object.keys(FILE_DEFECTS) as FileDefectName[];
export const EVENT_DEFECT_NAMES = Object.keys(EVENT_DEFECTS) as EventDefectName[];
export const DEFECT_NAMES: readonly DefectName[] = [...FILE_DEFECT_NAMES, ...EVENT_DEFECT_NAMES];

export function isFileDefect(name: DefectName): name is FileDefectName {
  return name in FILE_DEFECTS;
}
