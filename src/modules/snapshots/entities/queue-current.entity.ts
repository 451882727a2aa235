import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ObservedQueue } from './observed-queue.js';

@Entity('queue_current')
export class QueueCurrent extends ObservedQueue {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({
    name: 'queue_type',
    type: 'enum',
    enum: ['STANDBY', 'SINGLE_RIDER', 'RETURN_TIME', 'PAID_RETURN_TIME', 'BOARDING_GROUP', 'PAID_STANDBY'],
  })
  queueType: 'STANDBY' | 'SINGLE_RIDER' | 'RETURN_TIME' | 'PAID_RETURN_TIME' | 'BOARDING_GROUP' | 'PAID_STANDBY';

  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}
