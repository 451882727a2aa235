import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

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
