import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IMPORT_ID } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';

export const HISTORY_DAY_STATES = ['PROVISIONAL', 'FINAL', 'REFUSED'] as const;
export type HistoryDayState = (typeof HISTORY_DAY_STATES)[number];

/** A local day of a park that was requested from the History API. Stored together with its rows. */
@Index('ix_history_days_state', ['state', 'localDate'])
@Entity('history_days')
export class HistoryDay {
  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_history_days_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /**
   * The day.
   * @unit local date
   */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /**
   * How much of the day is known.
   *
   * - `PROVISIONAL`: the API had not recorded it completely; it is fetched again
   * - `FINAL`: the API had recorded it
   * - `REFUSED`: the day lies before those that the account may read
   */
  @Column({ type: 'enum', enum: [...HISTORY_DAY_STATES] })
  state: HistoryDayState;

  /** Public id of the import that fetched it last. */
  @Column({ name: 'import_id', ...IMPORT_ID })
  importId: string;

  /** SHA-256 of the response, by which a changed day is recognised; null: it was refused. */
  @Column({
    name: 'response_hash',
    type: 'char',
    length: 64,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  responseHash: string | null;

  /** When it was requested last. */
  @Column({ name: 'fetched_at', type: 'datetime', precision: 3 })
  fetchedAt: Date;
}
