import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Park } from '../../catalog/entities/park.entity.js';

@Index('ix_park_schedules_day', ['parkId', 'localDate'])
@Entity('park_schedules')
export class ParkSchedule {
  @PrimaryGeneratedColumn({ name: 'schedule_id', type: 'bigint', unsigned: true })
  scheduleId: string;

  @ForeignKey(() => Park, { name: 'fk_park_schedules_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  @Column({
    name: 'schedule_type',
    type: 'enum',
    enum: ['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO'],
  })
  scheduleType: 'OPERATING' | 'TICKETED_EVENT' | 'PRIVATE_EVENT' | 'EXTRA_HOURS' | 'INFO';

  @Column({ name: 'opens_at', type: 'datetime', nullable: true })
  opensAt: Date | null;

  @Column({ name: 'closes_at', type: 'datetime', nullable: true })
  closesAt: Date | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  description: string | null;

  @Column({ type: 'json', nullable: true })
  purchases: unknown;

  @Column({ name: 'reported_from', type: 'datetime', precision: 3 })
  reportedFrom: Date;

  @Column({ name: 'reported_until', type: 'datetime', precision: 3 })
  reportedUntil: Date;

  @Column({ name: 'withdrawn_at', type: 'datetime', precision: 3, nullable: true })
  withdrawnAt: Date | null;
}
