import { Column } from 'typeorm';

/** What a ranking adds up, by the names of the sums; in the order of the indexes that hold it: it reads nothing else. */
export const RANKED_COLUMNS = {
  observedMs: 'observed_ms',
  waitKnownMs: 'wait_known_ms',
  waitMinutesMs: 'wait_minutes_ms',
  scheduledMs: 'scheduled_ms',
  scheduledObservedMs: 'scheduled_observed_ms',
  scheduledOperatingMs: 'scheduled_operating_ms',
  scheduledDownMs: 'scheduled_down_ms',
  maxWait: 'max_wait',
} as const;

/** Additive sums of held time, in milliseconds: any longer period is an exact sum of shorter ones. */
export abstract class TimeTotalColumns {
  @Column({ name: 'operating_ms', type: 'bigint', unsigned: true, default: 0 })
  operatingMs: string;

  @Column({ name: 'down_ms', type: 'bigint', unsigned: true, default: 0 })
  downMs: string;

  @Column({ name: 'closed_ms', type: 'bigint', unsigned: true, default: 0 })
  closedMs: string;

  @Column({ name: 'refurbishment_ms', type: 'bigint', unsigned: true, default: 0 })
  refurbishmentMs: string;

  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true, default: 0 })
  observedMs: string;

  /** The part of it that came from ARCHIVE rows; the rest is of LIVE ones. */
  @Column({ name: 'archive_ms', type: 'bigint', unsigned: true, default: 0 })
  archiveMs: string;

  @Column({ name: 'unknown_ms', type: 'bigint', unsigned: true, default: 0 })
  unknownMs: string;

  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  waitKnownMs: string;

  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  waitMinutesMs: string;

  @Column({ name: 'min_wait', type: 'smallint', nullable: true })
  minWait: number | null;

  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  @Column({ name: 'implausible_wait_count', type: 'int', unsigned: true, default: 0 })
  implausibleWaitCount: number;

  @Column({ name: 'snapshot_count', type: 'int', unsigned: true, default: 0 })
  snapshotCount: number;
}

/** Besides, what happened while the park was open. */
export abstract class OpenTimeTotalColumns extends TimeTotalColumns {
  @Column({ name: 'scheduled_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledMs: string;

  @Column({ name: 'scheduled_observed_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledObservedMs: string;

  @Column({ name: 'scheduled_operating_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledOperatingMs: string;

  @Column({ name: 'scheduled_down_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledDownMs: string;
}

/** And of whole days, what cannot be told of an hour. */
export abstract class WholeDayTotalColumns extends OpenTimeTotalColumns {
  @Column({ name: 'status_changes', type: 'int', unsigned: true, default: 0 })
  statusChanges: number;

  @Column({ name: 'longest_down_ms', type: 'bigint', unsigned: true, default: 0 })
  longestDownMs: string;
}

/** Of single days: what is neither kept by hour nor summed up to months. */
export abstract class SingleDayColumns extends WholeDayTotalColumns {
  @Column({ name: 'outside_wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  outsideWaitKnownMs: string;

  @Column({ name: 'outside_wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  outsideWaitMinutesMs: string;

  @Column({ name: 'outside_min_wait', type: 'smallint', nullable: true })
  outsideMinWait: number | null;

  @Column({ name: 'outside_max_wait', type: 'smallint', nullable: true })
  outsideMaxWait: number | null;

  @Column({ name: 'event_ms', type: 'bigint', unsigned: true, default: 0 })
  eventMs: string;

  @Column({ name: 'event_operating_ms', type: 'bigint', unsigned: true, default: 0 })
  eventOperatingMs: string;

  @Column({ name: 'event_down_ms', type: 'bigint', unsigned: true, default: 0 })
  eventDownMs: string;

  @Column({ name: 'event_wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  eventWaitKnownMs: string;

  @Column({ name: 'event_wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  eventWaitMinutesMs: string;

  @Column({ name: 'extreme_count', type: 'int', unsigned: true, default: 0 })
  extremeCount: number;

  /** Time-weighted percentiles of the waits in use: never summed nor averaged. */
  @Column({ name: 'p50_wait', type: 'smallint', nullable: true })
  p50Wait: number | null;

  @Column({ name: 'p90_wait', type: 'smallint', nullable: true })
  p90Wait: number | null;
}
