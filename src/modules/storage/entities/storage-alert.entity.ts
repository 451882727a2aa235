import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Index('ix_storage_alerts_active', ['clearedAt', 'alertType'])
@Entity('storage_alerts')
export class StorageAlert {
  @PrimaryGeneratedColumn({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  @Column({
    name: 'alert_type',
    type: 'enum',
    enum: ['CAPACITY_THRESHOLD', 'GROWTH_RATE_CHANGE', 'PARTITION_COUNT', 'DAYS_UNTIL_FULL', 'CATCH_ALL_NOT_EMPTY'],
  })
  alertType:
    'CAPACITY_THRESHOLD' | 'GROWTH_RATE_CHANGE' | 'PARTITION_COUNT' | 'DAYS_UNTIL_FULL' | 'CATCH_ALL_NOT_EMPTY';

  @Column({ type: 'enum', enum: ['WARNING', 'CRITICAL'] })
  severity: 'WARNING' | 'CRITICAL';

  @Column({ name: 'table_name', type: 'varchar', length: 64, nullable: true })
  tableName: string | null;

  @Column({ type: 'double' })
  value: number;

  @Column({ type: 'double' })
  threshold: number;

  @Column({ name: 'raised_at', type: 'datetime', precision: 3 })
  raisedAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ name: 'cleared_at', type: 'datetime', precision: 3, nullable: true })
  clearedAt: Date | null;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;
}
