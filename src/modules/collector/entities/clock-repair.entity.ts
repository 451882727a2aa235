import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One repair of what a clock that was ahead has stored. */
@Entity('clock_repairs')
export class ClockRepair {
  @PrimaryGeneratedColumn({ name: 'repair_id', type: 'int', unsigned: true })
  repairId: number;

  @Column({ name: 'repaired_at', type: 'datetime', precision: 3 })
  repairedAt: Date;

  /** Rows beyond this instant were set aside. */
  @Column({ type: 'datetime', precision: 3 })
  horizon: Date;
}

/** A row as it was before a repair: one that was set aside whole, or one whose end was cut. */
@Index('ix_clock_repair_rows_repair', ['repairId', 'tableName'])
@Entity('clock_repair_rows')
export class ClockRepairRow {
  @PrimaryGeneratedColumn({ name: 'row_id', type: 'bigint', unsigned: true })
  rowId: string;

  @ForeignKey(() => ClockRepair, {
    name: 'fk_clock_repair_rows_repair',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'repair_id', type: 'int', unsigned: true })
  repairId: number;

  @Column({ name: 'table_name', type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  tableName: string;

  @Column({ type: 'enum', enum: ['SET_ASIDE', 'CUT'] })
  kind: 'SET_ASIDE' | 'CUT';

  @Column({ type: 'json' })
  content: unknown;
}
