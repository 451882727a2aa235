export const SCHEDULE_TYPES = ['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

/** One entry of a park's published schedule. A date may have several of one type. */
export interface ScheduleEntry {
  /** `YYYY-MM-DD`, of the park's calendar. */
  localDate: string;
  type: ScheduleType;
  /** To the second; null: not said. */
  opensAtMs: number | null;
  /** As it was published: where it is before the opening, the next day's is meant. */
  closesAtMs: number | null;
  description: string | null;
  /** What can be bought for it, as canonical JSON. */
  purchases: string | null;
}

export interface StoredEntry extends ScheduleEntry {
  scheduleId: string;
}
