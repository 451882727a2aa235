import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  BOARDING_GROUP_STATUSES,
  type BoardingGroupStatus,
  DATA_SOURCES,
  type DataSource,
  QUEUE_TYPES,
  type QueueType,
  RETURN_STATES,
  type ReturnState,
  RIDE_STATUSES,
  type RideStatus,
} from '../observations.js';

/** Status and standby wait of one observation. */
export abstract class ObservedState {
  /**
   * Status of the ride; null: unknown, or the source sent an unknown word.
   *
   * - `OPERATING`: it takes guests
   * - `DOWN`: it is out of order for now
   * - `CLOSED`: it is closed, as planned or not
   * - `REFURBISHMENT`: it is closed for renovation
   */
  @Column({ type: 'enum', enum: [...RIDE_STATUSES], nullable: true })
  status: RideStatus | null;

  /** Posted standby wait; null: none was posted. */
  @Column({ name: 'wait_time', type: 'smallint', nullable: true })
  waitTime: number | null;

  /**
   * Until when the state is known to have lasted: the last poll with the same values, or for a HISTORY_API row the next change
   * or the end of the fetched day; null for ARCHIVE rows, which are single events.
   */
  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3, nullable: true })
  lastConfirmedAt: Date | null;

  /** The source's own time stamp of the state; null: none was sent. */
  @Column({ name: 'last_updated_api', type: 'datetime', nullable: true })
  lastUpdatedApi: Date | null;

  /**
   * Where the row comes from.
   *
   * - `LIVE`: live collection; the row is a span of equal polls
   * - `ARCHIVE`: an import of the archive; the row is one event
   * - `HISTORY_API`: an import of the History API; the row is one change
   */
  @Column({ name: 'data_source', type: 'enum', enum: [...DATA_SOURCES] })
  dataSource: DataSource;
}

/**
 * Status and standby wait of rides as observed: the raw data. Partitioned by month of `recorded_at`; rows are kept for
 * ever.
 */
@Entity('ride_status_snapshots')
export class RideStatusSnapshot extends ObservedState {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** When the state was observed: the event's time, or the first poll of the span. */
  @PrimaryColumn({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}

/** The newest row of each ride in `ride_status_snapshots`, kept by every write. */
@Entity('ride_current')
export class RideCurrent extends ObservedState {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** When the state was observed first: the event's time, or the first poll of the span. */
  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}

/** State of one queue in one observation. */
export abstract class ObservedQueue {
  /** Posted wait of the queue; null: none was posted. */
  @Column({ name: 'wait_time_minutes', type: 'smallint', nullable: true })
  waitTimeMinutes: number | null;

  /**
   * Whether return times are available; null: the queue has none.
   *
   * - `AVAILABLE`: return times are given out
   * - `TEMP_FULL`: none for now
   * - `FINISHED`: none any more today
   */
  @Column({ type: 'enum', enum: [...RETURN_STATES], nullable: true })
  state: ReturnState | null;

  /** Start of the next return window; null: unknown. */
  @Column({ name: 'return_start', type: 'datetime', nullable: true })
  returnStart: Date | null;

  /** End of the next return window; null: unknown. */
  @Column({ name: 'return_end', type: 'datetime', nullable: true })
  returnEnd: Date | null;

  /** Price of the queue; null: unknown. */
  @Column({ name: 'price_minor', type: 'int', nullable: true })
  priceMinor: number | null;

  /** ISO 4217 code of the price; null: unknown. */
  @Column({
    name: 'price_currency',
    type: 'char',
    length: 3,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  priceCurrency: string | null;

  /**
   * Whether boarding groups are given out; null: the queue has none.
   *
   * - `AVAILABLE`: groups are given out
   * - `PAUSED`: none for now
   * - `CLOSED`: none any more today
   */
  @Column({ name: 'boarding_group_status', type: 'enum', enum: [...BOARDING_GROUP_STATUSES], nullable: true })
  boardingGroupStatus: BoardingGroupStatus | null;

  /**
   * First boarding group that may board now; null: unknown.
   * @unit group number
   */
  @Column({ name: 'group_start', type: 'int', nullable: true })
  groupStart: number | null;

  /**
   * Last boarding group that may board now; null: unknown.
   * @unit group number
   */
  @Column({ name: 'group_end', type: 'int', nullable: true })
  groupEnd: number | null;

  /** When the next boarding groups are given out; null: unknown. */
  @Column({ name: 'next_allocation_at', type: 'datetime', nullable: true })
  nextAllocationAt: Date | null;

  /** Wait that the source estimates for a new boarding group; null: unknown. */
  @Column({ name: 'estimated_wait_minutes', type: 'int', nullable: true })
  estimatedWaitMinutes: number | null;

  /** Last poll with the same values; null for ARCHIVE rows, which are single events. */
  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3, nullable: true })
  lastConfirmedAt: Date | null;

  /** Where the row comes from. */
  @Column({ name: 'data_source', type: 'enum', enum: [...DATA_SOURCES] })
  dataSource: DataSource;
}

/**
 * Queues of rides as observed, beyond the standby wait: the raw data. Partitioned by month of `recorded_at`; rows are
 * kept for ever.
 */
@Entity('queue_data')
export class QueueData extends ObservedQueue {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** When the state was observed: the event's time, or the first poll of the span. */
  @PrimaryColumn({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;

  /** The queue. STANDBY is here only if it has more than a wait. */
  @PrimaryColumn({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES] })
  queueType: QueueType;
}

/** The newest row of each queue in `queue_data`, kept by every write. */
@Entity('queue_current')
export class QueueCurrent extends ObservedQueue {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The queue. STANDBY is here only if it has more than a wait. */
  @PrimaryColumn({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES] })
  queueType: QueueType;

  /** When the state was observed first: the event's time, or the first poll of the span. */
  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}
