import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('metadata_syncs')
export class MetadataSyncRun {
  @PrimaryGeneratedColumn({ name: 'sync_id', type: 'int', unsigned: true })
  syncId: number;

  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  @Column({ name: 'is_forced', type: 'boolean', default: false })
  isForced: boolean;

  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ name: 'destinations_total', type: 'int', unsigned: true, default: 0 })
  destinationsTotal: number;

  @Column({ name: 'destinations_done', type: 'int', unsigned: true, default: 0 })
  destinationsDone: number;

  @Column({ name: 'rides_total', type: 'int', unsigned: true, default: 0 })
  ridesTotal: number;

  @Column({ name: 'rides_done', type: 'int', unsigned: true, default: 0 })
  ridesDone: number;

  @Column({ name: 'rides_changed', type: 'int', unsigned: true, default: 0 })
  ridesChanged: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  failed: number;

  @Column({ name: 'values_kept', type: 'int', unsigned: true, default: 0 })
  valuesKept: number;

  @Column({ name: 'values_refused', type: 'int', unsigned: true, default: 0 })
  valuesRefused: number;

  @Column({ type: 'json', nullable: true })
  failures: unknown;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}
