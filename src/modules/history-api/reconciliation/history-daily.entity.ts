import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UUID } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import type { DailyRow } from '../daily-rules/daily-row.js';

/** Minutes of a row of the History API that lie within the park's published hours. */
export type PublishedInParkHours = NonNullable<DailyRow['inParkHours']>;

const MINUTES = { type: 'smallint', unsigned: true } as const;
const WAIT = { type: 'smallint', unsigned: true, nullable: true } as const;
const COUNT = { type: 'int', unsigned: true, nullable: true } as const;
const INSTANT = { type: 'datetime', nullable: true } as const;

/**
 * Daily rows that ThemeParks.wiki publishes (`/history/daily`), as they were received. They are computed by its rules from its own
 * observations, including those of entities never observed here, and are not part of any statistics of this program.
 */
@Index('ix_history_daily_ride', ['rideId', 'localDate'])
@Entity('history_daily')
export class HistoryDaily {
  /** The park that was asked. */
  @ForeignKey(() => Park, { name: 'fk_history_daily_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The day, from midnight to midnight of the park's clock. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** UUID of the entity at ThemeParks.wiki. */
  @PrimaryColumn({
    name: 'themeparks_wiki_id',
    ...UUID,
  })
  themeparksWikiId: string;

  /** The ride with this UUID; null: it was never observed here, or is the park itself. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** Name of the entity, as the response has it; null: it has none. */
  @Column({ name: 'entity_name', type: 'varchar', length: 255, nullable: true })
  entityName: string | null;

  /** Kind of entity, as the response has it; null: it has none. */
  @Column({ name: 'entity_type', type: 'varchar', length: 32, nullable: true })
  entityType: string | null;

  /** The first change to OPERATING; null: there was none. */
  @Column({ name: 'first_operating_at', ...INSTANT })
  firstOperatingAt: Date | null;

  /** The close of the last run that began on the day; null: none, or not known. */
  @Column({ name: 'last_closed_at', ...INSTANT })
  lastClosedAt: Date | null;

  /** Minutes that began OPERATING. */
  @Column({ name: 'operating_minutes', ...MINUTES })
  operatingMinutes: number;

  /** Minutes that began DOWN. */
  @Column({ name: 'down_minutes', ...MINUTES })
  downMinutes: number;

  /** Minutes without a known or confirmed status; null: the row is of rules that did not count them. */
  @Column({ name: 'unknown_minutes', ...MINUTES, nullable: true })
  unknownMinutes: number | null;

  /** Shortest posted standby wait; null: none was posted. */
  @Column({ name: 'standby_min_minutes', ...WAIT })
  standbyMinMinutes: number | null;

  /** Median of the standby waits by minute; null: none was posted. */
  @Column({ name: 'standby_p50_minutes', ...WAIT })
  standbyP50Minutes: number | null;

  /** Rounded mean of the standby waits by minute; null: none was posted. */
  @Column({ name: 'standby_mean_minutes', ...WAIT })
  standbyMeanMinutes: number | null;

  /** 90th percentile of the standby waits by minute; null: none was posted. */
  @Column({ name: 'standby_p90_minutes', ...WAIT })
  standbyP90Minutes: number | null;

  /** Longest posted standby wait; null: none was posted. */
  @Column({ name: 'standby_max_minutes', ...WAIT })
  standbyMaxMinutes: number | null;

  /** Shortest posted wait of single riders; null: none was posted. */
  @Column({ name: 'single_rider_min_minutes', ...WAIT })
  singleRiderMinMinutes: number | null;

  /** Median of the waits of single riders by minute; null: none was posted. */
  @Column({ name: 'single_rider_p50_minutes', ...WAIT })
  singleRiderP50Minutes: number | null;

  /** Rounded mean of the waits of single riders by minute; null: none was posted. */
  @Column({ name: 'single_rider_mean_minutes', ...WAIT })
  singleRiderMeanMinutes: number | null;

  /** 90th percentile of the waits of single riders by minute; null: none was posted. */
  @Column({ name: 'single_rider_p90_minutes', ...WAIT })
  singleRiderP90Minutes: number | null;

  /** Longest posted wait of single riders; null: none was posted. */
  @Column({ name: 'single_rider_max_minutes', ...WAIT })
  singleRiderMaxMinutes: number | null;

  /**
   * Standby readings of 480 minutes or more; null: the row has no such block.
   * @unit count
   */
  @Column({ name: 'extreme_standby_waits', ...COUNT })
  extremeStandbyWaits: number | null;

  /**
   * The same of single riders; null: the row has no such block.
   * @unit count
   */
  @Column({ name: 'extreme_single_rider_waits', ...COUNT })
  extremeSingleRiderWaits: number | null;

  /**
   * Standby readings above the ceiling of the destination; null: the row has no such block.
   * @unit count
   */
  @Column({ name: 'implausible_standby_waits', ...COUNT })
  implausibleStandbyWaits: number | null;

  /**
   * The same of single riders; null: the row has no such block.
   * @unit count
   */
  @Column({ name: 'implausible_single_rider_waits', ...COUNT })
  implausibleSingleRiderWaits: number | null;

  /**
   * Different start times of performances; null: the entity published none.
   * @unit count
   */
  @Column({ name: 'show_count', ...COUNT })
  showCount: number | null;

  /** The same minutes and waits within the published hours; null: the row has no such block. */
  @Column({ name: 'in_park_hours', type: 'json', nullable: true })
  inParkHours: PublishedInParkHours | null;

  /**
   * Rows of the entity's history on the day; null: not reported.
   * @unit count
   */
  @Column({ ...COUNT })
  changes: number | null;

  /** When the row was received last. */
  @Column({ name: 'fetched_at', type: 'datetime', precision: 3 })
  fetchedAt: Date;
}
