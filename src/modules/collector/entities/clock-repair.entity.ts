import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

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
