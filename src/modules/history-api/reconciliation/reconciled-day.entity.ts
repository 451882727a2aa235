import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Park } from '../../catalog/entities/park.entity.js';
import { EXPLANATIONS, type Explanation } from './explain-difference.js';

const COUNT = { type: 'int', unsigned: true } as const;

/** A local day of a park whose daily rows were compared with those of ThemeParks.wiki. */
@Index('ix_reconciled_days_date', ['localDate'])
@Entity('reconciled_days')
export class ReconciledDay {
  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_reconciled_days_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The day, from midnight to midnight of the park's clock. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /**
   * Rides whose figures all agree.
   * @unit count
   */
  @Column({ ...COUNT })
  agreeing: number;

  /**
   * Rides whose differences are all explained.
   * @unit count
   */
  @Column({ ...COUNT })
  explained: number;

  /**
   * Rides with an unexplained difference.
   * @unit count
   */
  @Column({ ...COUNT })
  unexplained: number;

  /**
   * Rows of entities that were not observed here on the day.
   * @unit count
   */
  @Column({ name: 'not_observed', ...COUNT })
  notObserved: number;

  /** When they were last compared. */
  @Column({ name: 'compared_at', type: 'datetime', precision: 3 })
  comparedAt: Date;
}

/** A figure of a ride and day that differs from the one that ThemeParks.wiki publishes. */
@Index('ix_reconciliation_differences_park', ['parkId', 'localDate'])
@Entity('reconciliation_differences')
export class ReconciliationDifference {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The day. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** Name of the figure, such as `inParkHours.standby.p90`; `row`: they published no row. */
  @PrimaryColumn({ type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  field: string;

  /** The park of the day. */
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The value of our observations by their rules, a number or an instant; null: nothing of that kind. */
  @Column({ type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  ours: string | null;

  /** The published value, a number or an instant; null: nothing of that kind. */
  @Column({ type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  theirs: string | null;

  /**
   * Why it differs.
   *
   * - `BETWEEN_POLLS`: their value is possible, because polls see a change a few minutes late
   * - `OUR_GAP`: their value is possible, because the ride was not observed all day
   * - `OTHER_HOURS`: they counted with other opening hours than those stored here
   * - `LOWER_CEILING`: the values agree if waits above 300 minutes are left out
   * - `OTHER_RULES`: the values agree by another version of their rules
   * - `THEIR_GAP`: they count minutes as unknown that were observed here
   * - `UNEXPLAINED`: none of these
   */
  @Column({ type: 'enum', enum: [...EXPLANATIONS] })
  explanation: Explanation;
}
