import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { SyncFailure } from './sync/sync-progress.js';

/** One synchronisation of metadata: its scope and its progress. */
@Entity('metadata_syncs')
export class MetadataSyncRun {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'sync_id', type: 'int', unsigned: true })
  syncId: number;

  /** The only park to synchronise; null: all of them, or a single ride. */
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /** The only ride to synchronise; null: more than one. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** Whether rides that were synchronised recently are read as well. */
  @Column({ name: 'is_forced', type: 'boolean', default: false })
  isForced: boolean;

  /** When it started. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When its progress was last stored. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When it ended; null: it is in progress, or its process died. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /**
   * Destinations to read.
   * @unit count
   */
  @Column({ name: 'destinations_total', type: 'int', unsigned: true, default: 0 })
  destinationsTotal: number;

  /**
   * Destinations read so far.
   * @unit count
   */
  @Column({ name: 'destinations_done', type: 'int', unsigned: true, default: 0 })
  destinationsDone: number;

  /**
   * Rides to read.
   * @unit count
   */
  @Column({ name: 'rides_total', type: 'int', unsigned: true, default: 0 })
  ridesTotal: number;

  /**
   * Rides read so far.
   * @unit count
   */
  @Column({ name: 'rides_done', type: 'int', unsigned: true, default: 0 })
  ridesDone: number;

  /**
   * Rides with at least one change.
   * @unit count
   */
  @Column({ name: 'rides_changed', type: 'int', unsigned: true, default: 0 })
  ridesChanged: number;

  /**
   * Destinations and rides that could not be read; what is known of them stays.
   * @unit count
   */
  @Column({ type: 'int', unsigned: true, default: 0 })
  failed: number;

  /**
   * Known values that the source no longer reports; they stay.
   * @unit count
   */
  @Column({ name: 'values_kept', type: 'int', unsigned: true, default: 0 })
  valuesKept: number;

  /**
   * Invalid values; each has a finding.
   * @unit count
   */
  @Column({ name: 'values_refused', type: 'int', unsigned: true, default: 0 })
  valuesRefused: number;

  /** The first failures, with reasons; null: none. */
  @Column({ type: 'json', nullable: true })
  failures: SyncFailure[] | null;

  /** Why the whole run failed; null: it did not. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}
