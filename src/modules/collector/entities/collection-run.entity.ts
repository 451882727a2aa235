import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Index('ix_collection_runs_started', ['startedAt'])
@Entity('collection_runs')
export class CollectionRun {
  @PrimaryGeneratedColumn({ name: 'run_id', type: 'bigint', unsigned: true })
  runId: string;

  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ name: 'destinations_total', type: 'int', unsigned: true, default: 0 })
  destinationsTotal: number;

  @Column({ name: 'destinations_failed', type: 'int', unsigned: true, default: 0 })
  destinationsFailed: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  requests: number;

  @Column({ name: 'rate_limited', type: 'int', unsigned: true, default: 0 })
  rateLimited: number;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}

@Index('ix_collection_run_destinations_time', ['destinationId', 'startedAt'])
@Index('ix_collection_run_destinations_observed', ['destinationId', 'observedAt'])
@Entity('collection_run_destinations')
export class CollectionRunDestination {
  @ForeignKey(() => CollectionRun, {
    name: 'fk_collection_run_destinations_run',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @PrimaryColumn({ name: 'run_id', type: 'bigint', unsigned: true })
  runId: string;

  @PrimaryColumn({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ name: 'observed_at', type: 'datetime', precision: 3, nullable: true })
  observedAt: Date | null;

  @Column({ name: 'http_status', type: 'smallint', unsigned: true, nullable: true })
  httpStatus: number | null;

  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  @Column({ name: 'entities_read', type: 'int', unsigned: true, default: 0 })
  entitiesRead: number;

  @Column({ name: 'entities_rejected', type: 'int', unsigned: true, default: 0 })
  entitiesRejected: number;

  @Column({ name: 'rows_written', type: 'int', unsigned: true, default: 0 })
  rowsWritten: number;

  @Column({ name: 'rows_extended', type: 'int', unsigned: true, default: 0 })
  rowsExtended: number;

  @Column({ name: 'error_code', type: 'varchar', length: 64, nullable: true })
  errorCode: string | null;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}
