import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { IMPORT_ID } from '../../common/database/columns.js';
import { DataQualityLog } from './data-quality-log.entity.js';

export const GAP_FILL_STATES = [
  'REQUESTED',
  'PROVISIONAL',
  'FILLED',
  'PARTLY_FILLED',
  'NOT_HELD',
  'REFUSED',
  'UNAVAILABLE',
] as const;
export type GapFillState = (typeof GAP_FILL_STATES)[number];
export const GAP_FILL_SOURCES = ['HISTORY_API'] as const;
export type GapFillSource = (typeof GAP_FILL_SOURCES)[number];

/** What another source has stored in the time of a gap of live collection. */
@Entity('gap_fills')
export class GapFill {
  /** The gap. */
  @ForeignKey(() => DataQualityLog, { name: 'fk_gap_fills_log', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'log_id', type: 'bigint', unsigned: true })
  logId: string;

  /**
   * The source that was asked.
   *
   * - `HISTORY_API`: the History API of ThemeParks.wiki
   */
  @Column({ type: 'enum', enum: [...GAP_FILL_SOURCES] })
  source: GapFillSource;

  /**
   * How far the gap is filled.
   *
   * - `REQUESTED`: an import of its days has begun
   * - `PROVISIONAL`: the source has not recorded all of its days completely; they are imported again
   * - `FILLED`: its whole time is observed now
   * - `PARTLY_FILLED`: the source holds no more of it
   * - `NOT_HELD`: the source holds nothing of it
   * - `REFUSED`: its days lie before those that the account may read
   * - `UNAVAILABLE`: the source could not respond completely; it is requested again later
   */
  @Column({ type: 'enum', enum: [...GAP_FILL_STATES] })
  state: GapFillState;

  /**
   * Minutes of the gap that are observed now; of opening hours, like the gap.
   * @unit min
   */
  @Column({ name: 'filled_minutes', type: 'int', unsigned: true, default: 0 })
  filledMinutes: number;

  /** Public id of the last import of its days; null: other imports had stored them. */
  @Column({
    name: 'import_id',
    ...IMPORT_ID,
    nullable: true,
  })
  importId: string | null;

  /**
   * How many imports were begun for it.
   * @unit count
   */
  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  /** No import is begun by the schedule before; null: there is no limit. */
  @Column({ name: 'next_attempt_at', type: 'datetime', precision: 3, nullable: true })
  nextAttemptAt: Date | null;

  /** When the state was last determined. */
  @Column({ name: 'assessed_at', type: 'datetime', precision: 3 })
  assessedAt: Date;

  /** Why the source could not respond; null: it could. */
  @Column({ type: 'varchar', length: 512, nullable: true })
  note: string | null;
}

/** A gap of live collection of a whole park whose time another source may hold. */
export interface FillableGap {
  logId: number;
  parkId: number;
  destinationId: number;
  timezone: string | null;
  startMs: number;
  endMs: number;
  isOngoing: boolean;
  /** Opening time without data. */
  missingMinutes: number;
  isUnresolved: boolean;
  fill: Pick<GapFill, 'state' | 'filledMinutes' | 'importId' | 'attempts' | 'nextAttemptAt' | 'note'> | null;
}
