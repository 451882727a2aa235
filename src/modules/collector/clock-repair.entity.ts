import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One repair of rows that a clock which was ahead had stored. */
@Entity('clock_repairs')
export class ClockRepair {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'repair_id', type: 'int', unsigned: true })
  repairId: number;

  /** When the repair ran. */
  @Column({ name: 'repaired_at', type: 'datetime', precision: 3 })
  repairedAt: Date;

  /** Rows after this instant were set aside. */
  @Column({ type: 'datetime', precision: 3 })
  horizon: Date;
}

/** A row as it was before a repair, whole. */
@Index('ix_clock_repair_rows_repair', ['repairId', 'tableName'])
@Entity('clock_repair_rows')
export class ClockRepairRow {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'row_id', type: 'bigint', unsigned: true })
  rowId: string;

  /** The repair. */
  @ForeignKey(() => ClockRepair, {
    name: 'fk_clock_repair_rows_repair',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'repair_id', type: 'int', unsigned: true })
  repairId: number;

  /** Table that the row comes from. */
  @Column({ name: 'table_name', type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  tableName: string;

  /**
   * What the repair did.
   *
   * - `SET_ASIDE`: the row was moved here
   * - `CUT`: the row stays, with an earlier end
   */
  @Column({ type: 'enum', enum: ['SET_ASIDE', 'CUT'] })
  kind: 'SET_ASIDE' | 'CUT';

  /** The row before the repair, as JSON by column. */
  @Column({ type: 'json' })
  content: unknown;
}
