import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one observation says of a ride. */
export abstract class ObservedState {
  @Column({ type: 'enum', enum: ['OPERATING', 'DOWN', 'CLOSED', 'REFURBISHMENT'], nullable: true })
  status: 'OPERATING' | 'DOWN' | 'CLOSED' | 'REFURBISHMENT' | null;

  @Column({ name: 'wait_time', type: 'smallint', nullable: true })
  waitTime: number | null;

  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3, nullable: true })
  lastConfirmedAt: Date | null;

  @Column({ name: 'last_updated_api', type: 'datetime', nullable: true })
  lastUpdatedApi: Date | null;

  @Column({ name: 'data_source', type: 'enum', enum: ['LIVE', 'ARCHIVE'] })
  dataSource: 'LIVE' | 'ARCHIVE';
}

@Entity('ride_status_snapshots')
export class RideStatusSnapshot extends ObservedState {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}

@Entity('ride_current')
export class RideCurrent extends ObservedState {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}

/** What one observation says of a queue. */
export abstract class ObservedQueue {
  @Column({ name: 'wait_time_minutes', type: 'smallint', nullable: true })
  waitTimeMinutes: number | null;

  @Column({ type: 'enum', enum: ['AVAILABLE', 'TEMP_FULL', 'FINISHED'], nullable: true })
  state: 'AVAILABLE' | 'TEMP_FULL' | 'FINISHED' | null;

  @Column({ name: 'return_start', type: 'datetime', nullable: true })
  returnStart: Date | null;

  @Column({ name: 'return_end', type: 'datetime', nullable: true })
  returnEnd: Date | null;

  @Column({ name: 'price_minor', type: 'int', nullable: true })
  priceMinor: number | null;

  @Column({
    name: 'price_currency',
    type: 'char',
    length: 3,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  priceCurrency: string | null;

  @Column({ name: 'boarding_group_status', type: 'enum', enum: ['AVAILABLE', 'PAUSED', 'CLOSED'], nullable: true })
  boardingGroupStatus: 'AVAILABLE' | 'PAUSED' | 'CLOSED' | null;

  @Column({ name: 'group_start', type: 'int', nullable: true })
  groupStart: number | null;

  @Column({ name: 'group_end', type: 'int', nullable: true })
  groupEnd: number | null;

  @Column({ name: 'next_allocation_at', type: 'datetime', nullable: true })
  nextAllocationAt: Date | null;

  @Column({ name: 'estimated_wait_minutes', type: 'int', nullable: true })
  estimatedWaitMinutes: number | null;

  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3, nullable: true })
  lastConfirmedAt: Date | null;

  @Column({ name: 'data_source', type: 'enum', enum: ['LIVE', 'ARCHIVE'] })
  dataSource: 'LIVE' | 'ARCHIVE';
}

@Entity('queue_data')
export class QueueData extends ObservedQueue {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;

  @PrimaryColumn({
    name: 'queue_type',
    type: 'enum',
    enum: ['STANDBY', 'SINGLE_RIDER', 'RETURN_TIME', 'PAID_RETURN_TIME', 'BOARDING_GROUP', 'PAID_STANDBY'],
  })
  queueType: 'STANDBY' | 'SINGLE_RIDER' | 'RETURN_TIME' | 'PAID_RETURN_TIME' | 'BOARDING_GROUP' | 'PAID_STANDBY';
}

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
