import { Entity, PrimaryColumn } from 'typeorm';
import { ObservedState } from './observed-state.js';

@Entity('ride_status_snapshots')
export class RideStatusSnapshot extends ObservedState {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}
