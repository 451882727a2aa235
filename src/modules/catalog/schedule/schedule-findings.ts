import type { Finding, FindingKey } from '../../findings/finding.js';
import type { PendingChange } from './plan-schedule.js';
import { NOTE_KINDS, type NoteKind, type ScheduleNote } from './schedule-entry.js';
import type { ScheduledPark } from './schedule.repository.js';

const MAX_SAMPLES = 10;

/** Reason, type and text of the finding for each kind. */
const TEXTS: Readonly<Record<NoteKind, { reason: string; issueType: Finding['issueType']; text: string }>> = {
  UNREADABLE: invalid('SCHEDULE_ENTRY', 'could not be read and are skipped'),
  PAST_DATE: invalid('SCHEDULE_PAST_DATE', 'are about past dates: the past keeps the entries that were published then'),
  FAR_FUTURE: invalid('SCHEDULE_FAR_FUTURE', 'are more than 100 years ahead and are skipped'),
  DATE_MISMATCH: invalid('SCHEDULE_DATE_MISMATCH', 'open more than a day away from their date and are skipped'),
  MISSING_END: invalid('SCHEDULE_MISSING_END', 'lack an opening or a closing time and are skipped'),
  EQUAL_ENDS: invalid('SCHEDULE_EQUAL_ENDS', 'close when they open and are skipped'),
  TOO_LONG: invalid('SCHEDULE_TOO_LONG', 'last longer than 24 hours and are skipped'),
  CLOSES_BEFORE_OPENING: invalid('SCHEDULE_CLOSES_BEFORE_OPENING', 'close long before they open and are skipped'),
  CLOSING_NEXT_DAY: suspicious(
    'SCHEDULE_CLOSING_NEXT_DAY',
    'close before they open: the closing time is read as the next day',
  ),
  HOUR_24: suspicious('SCHEDULE_HOUR_24', 'contain the time 24:00: it is read as 00:00 of the next day'),
  TIME_OF_DAY: suspicious('SCHEDULE_TIME_OF_DAY', 'have times without a date: the date of the entry is used'),
  DATE_FROM_OPENING: suspicious('SCHEDULE_DATE_FROM_OPENING', 'have no readable date: it is taken from the opening'),
  INFO_HOURS: suspicious('SCHEDULE_INFO_HOURS', 'of type INFO have impossible hours: they are stored without hours'),
  LOCAL_TIME: suspicious('SCHEDULE_LOCAL_TIME', "have times without an offset: they are read in the park's time zone"),
  PURCHASES: invalid('SCHEDULE_PURCHASES', 'have purchases that could not be read: their hours are stored'),
};

function invalid(reason: string, text: string) {
  return { reason, issueType: 'INVALID' as const, text };
}

function suspicious(reason: string, text: string) {
  return { reason, issueType: 'SUSPICIOUS' as const, text };
}

/** One finding per kind. */
export function noteFindings({ parkId }: ScheduledPark, notes: readonly ScheduleNote[]): Finding[] {
  const kinds = Object.keys(NOTE_KINDS) as NoteKind[];
  return kinds.flatMap((kind): Finding[] => {
    const samples = notes.filter((note) => note.kind === kind).map(({ sample }) => sample);
    if (samples.length === 0) return [];
    const { reason, issueType, text } = TEXTS[kind];
    return [
      {
        ...ofPark(parkId),
        issueType,
        reason,
        recordsAffected: samples.length,
        description: `${samples.length} entries of the published schedule ${text}. Example: ${samples[0]}`,
        sample: samples.slice(0, MAX_SAMPLES),
      },
    ];
  });
}

export const massChangeKey = (parkId: number): FindingKey => ({
  issueType: 'SUSPICIOUS',
  reason: 'SCHEDULE_MASS_CHANGE',
  identity: [parkId],
});

export function massChangeFinding({ parkId }: ScheduledPark, held: readonly PendingChange[]): Finding {
  return {
    ...ofPark(parkId),
    ...massChangeKey(parkId),
    recordsAffected: held.length,
    description:
      `The published schedule would change ${held.length} coming dates, more than half, at once: ` +
      `they stay unchanged until a later response confirms the change`,
    sample: held.slice(0, MAX_SAMPLES).map(({ localDate }) => localDate),
  };
}

const ofPark = (parkId: number) => ({
  identity: [parkId],
  entityType: 'PARK' as const,
  entityId: parkId,
  parkId,
  importId: null,
  windowStart: null,
  windowEnd: null,
});
