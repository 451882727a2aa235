export const SCHEDULE_TYPES = ['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

/** An item that can be bought for a date. */
export interface Purchase {
  /** Its id, or its name if it has no id. */
  key: string;
  name: string | null;
  /** `ADMISSION`, `PACKAGE`, `ATTRACTION`, or another type that the feed reports. */
  purchaseType: string | null;
  /** In the smallest unit of the currency; 0 is free, null is unknown. */
  priceMinor: number | null;
  currency: string | null;
  isAvailable: boolean | null;
}

/** One entry of a park's published schedule. A date may have several of one type. */
export interface ScheduleEntry {
  /** `YYYY-MM-DD` in the park's calendar. */
  localDate: string;
  type: ScheduleType;
  /** Whole seconds; null: not published. */
  opensAtMs: number | null;
  /** Old rows may close before they open: then the next day is meant. */
  closesAtMs: number | null;
  description: string | null;
  /** The published purchases as canonical JSON. */
  purchases: string | null;
}

export interface PublishedEntry extends ScheduleEntry {
  offers: readonly Purchase[];
}

export interface StoredEntry extends ScheduleEntry {
  scheduleId: string;
}

/** Key of the entries of one date and type, which replace each other. */
export const groupOf = ({ localDate, type }: Pick<ScheduleEntry, 'localDate' | 'type'>): string =>
  `${localDate} ${type}`;

/** Problems of a schedule entry and their effect: refused, repaired, or stored unchanged with a note. */
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
  /** The published entry, truncated. */
  sample: string;
}
