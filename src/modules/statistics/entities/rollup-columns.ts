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

/** Additive totals of time: those of a longer period are exact sums of shorter ones. */
export abstract class TimeTotalColumns {
  /** Time OPERATING, in the whole period. */
  @Column({ name: 'operating_ms', type: 'bigint', unsigned: true, default: 0 })
  operatingMs: string;

  /** Time DOWN, in the whole period. */
  @Column({ name: 'down_ms', type: 'bigint', unsigned: true, default: 0 })
  downMs: string;

  /** Time CLOSED, in the whole period. */
  @Column({ name: 'closed_ms', type: 'bigint', unsigned: true, default: 0 })
  closedMs: string;

  /** Time in REFURBISHMENT, in the whole period. */
  @Column({ name: 'refurbishment_ms', type: 'bigint', unsigned: true, default: 0 })
  refurbishmentMs: string;

  /** Time with a known state, an unknown status included. */
  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true, default: 0 })
  observedMs: string;

  /** Part of `observed_ms` that comes from rows of the archive or the History API; the rest comes from polls. */
  @Column({ name: 'archive_ms', type: 'bigint', unsigned: true, default: 0 })
  archiveMs: string;

  /** Time without data; `observed_ms` and `unknown_ms` add up to the period. */
  @Column({ name: 'unknown_ms', type: 'bigint', unsigned: true, default: 0 })
  unknownMs: string;

  /** Time OPERATING with a credible standby wait, in use. */
  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  waitKnownMs: string;

  /** Integral of the wait over `wait_known_ms`. Divided by it, it is the time-weighted average. */
  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  waitMinutesMs: string;

  /** Shortest credible wait in use; null: none. */
  @Column({ name: 'min_wait', type: 'smallint', nullable: true })
  minWait: number | null;

  /** Longest credible wait in use; null: none. */
  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  /**
   * Posted waits that count for nothing because they are implausible.
   * @unit count
   */
  @Column({ name: 'implausible_wait_count', type: 'int', unsigned: true, default: 0 })
  implausibleWaitCount: number;

  /**
   * Stored rows that begin in the period.
   * @unit rows
   */
  @Column({ name: 'snapshot_count', type: 'int', unsigned: true, default: 0 })
  snapshotCount: number;
}

/** Totals of the time in which the park was in use as well. */
export abstract class ScheduledTimeTotalColumns extends TimeTotalColumns {
  /** Time in which the park was in use, by its schedule or by what most attractions did. */
  @Column({ name: 'scheduled_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledMs: string;

  /** Part of `scheduled_ms` with a known state. */
  @Column({ name: 'scheduled_observed_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledObservedMs: string;

  /** Part of `scheduled_ms` OPERATING; uptime is its share of OPERATING and DOWN. */
  @Column({ name: 'scheduled_operating_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledOperatingMs: string;

  /** Part of `scheduled_ms` DOWN: the downtime. */
  @Column({ name: 'scheduled_down_ms', type: 'bigint', unsigned: true, default: 0 })
  scheduledDownMs: string;
}

/** Totals that exist only for whole days. */
export abstract class WholeDayTotalColumns extends ScheduledTimeTotalColumns {
  /**
   * Changes from one known status to another without unknown time between them.
   * @unit count
   */
  @Column({ name: 'status_changes', type: 'int', unsigned: true, default: 0 })
  statusChanges: number;

  /** Longest uninterrupted DOWN in use. */
  @Column({ name: 'longest_down_ms', type: 'bigint', unsigned: true, default: 0 })
  longestDownMs: string;
}

/** Metrics of single days, which neither hours nor months hold. */
export abstract class SingleDayColumns extends WholeDayTotalColumns {
  /** Time OPERATING with a credible standby wait, out of hours. */
  @Column({ name: 'outside_wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  outsideWaitKnownMs: string;

  /**
   * Integral of the wait over `outside_wait_known_ms`.
   * @unit minutes × milliseconds
   */
  @Column({ name: 'outside_wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  outsideWaitMinutesMs: string;

  /** Shortest credible wait out of hours; null: none. */
  @Column({ name: 'outside_min_wait', type: 'smallint', nullable: true })
  outsideMinWait: number | null;

  /** Longest credible wait out of hours; null: none. */
  @Column({ name: 'outside_max_wait', type: 'smallint', nullable: true })
  outsideMaxWait: number | null;

  /** Time of published ticketed events. */
  @Column({ name: 'event_ms', type: 'bigint', unsigned: true, default: 0 })
  eventMs: string;

  /** Part of `event_ms` OPERATING. */
  @Column({ name: 'event_operating_ms', type: 'bigint', unsigned: true, default: 0 })
  eventOperatingMs: string;

  /** Part of `event_ms` DOWN. */
  @Column({ name: 'event_down_ms', type: 'bigint', unsigned: true, default: 0 })
  eventDownMs: string;

  /** Part of `event_ms` OPERATING with a credible standby wait. */
  @Column({ name: 'event_wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  eventWaitKnownMs: string;

  /**
   * Integral of the wait over `event_wait_known_ms`.
   * @unit minutes × milliseconds
   */
  @Column({ name: 'event_wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  eventWaitMinutesMs: string;

  /**
   * Posted waits of 480 minutes or more.
   * @unit count
   */
  @Column({ name: 'extreme_count', type: 'int', unsigned: true, default: 0 })
  extremeCount: number;

  /** Time-weighted median of the waits in use; null: none. It is never summed or averaged. */
  @Column({ name: 'p50_wait', type: 'smallint', nullable: true })
  p50Wait: number | null;

  /** Time-weighted 90th percentile of the waits in use; null: none. It is never summed or averaged. */
  @Column({ name: 'p90_wait', type: 'smallint', nullable: true })
  p90Wait: number | null;
}
