import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ObservedState } from './observed-state.js';

@Entity('ride_current')
export class RideCurrent extends ObservedState {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}
