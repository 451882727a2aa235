import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('job_leases')
export class JobLease {
  @PrimaryColumn({ type: 'varchar', length: 96, charset: 'ascii', collation: 'ascii_general_ci' })
  name: string;

  @Column({ type: 'varchar', length: 96, nullable: true })
  owner: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  until: Date | null;

  @Column({ name: 'last_started_at', type: 'datetime', precision: 3, nullable: true })
  lastStartedAt: Date | null;

  @Column({ name: 'last_finished_at', type: 'datetime', precision: 3, nullable: true })
  lastFinishedAt: Date | null;

  @Column({ name: 'last_result', type: 'varchar', length: 255, nullable: true })
  lastResult: string | null;
}
