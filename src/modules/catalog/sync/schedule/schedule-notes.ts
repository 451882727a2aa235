/** What can be wrong with an entry of a schedule, and what becomes of it: refused, repaired, or stored as it is and noted. */
export const NOTE_KINDS = {
  UNREADABLE: 'REFUSED',
  PAST_DATE: 'REFUSED',
  FAR_FUTURE: 'REFUSED',
  DATE_MISMATCH: 'REFUSED',
  MISSING_END: 'REFUSED',
  EQUAL_ENDS: 'REFUSED',
  TOO_LONG: 'REFUSED',
  CLOSES_BEFORE_OPENING: 'REFUSED',
  CLOSING_NEXT_DAY: 'REPAIRED',
  HOUR_24: 'REPAIRED',
  TIME_OF_DAY: 'REPAIRED',
  DATE_FROM_OPENING: 'REPAIRED',
  INFO_HOURS: 'REPAIRED',
  LOCAL_TIME: 'NOTED',
  PURCHASES: 'NOTED',
} as const;

export type NoteKind = keyof typeof NOTE_KINDS;
type KindOf<Effect> = { [Kind in NoteKind]: (typeof NOTE_KINDS)[Kind] extends Effect ? Kind : never }[NoteKind];
export type Refusal = KindOf<'REFUSED'>;

export interface ScheduleNote {
  kind: NoteKind;
  /** The entry as it was published, cut short. */
  sample: string;
}
