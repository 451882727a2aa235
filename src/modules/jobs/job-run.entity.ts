import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const JOB_OUTCOMES = ['RUNNING', 'DONE', 'FAILED', 'STOPPED', 'ABANDONED'] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

/** A run of a job. It is removed after `JOB_HISTORY_DAYS`. */
@Index('ix_job_runs_job', ['jobName', 'runId'])
@Index('ix_job_runs_outcome', ['jobName', 'outcome'])
@Index('ix_job_runs_started', ['startedAt'])
@Entity('job_runs')
export class JobRunRow {
  /** Internal id, in the order of the starts. */
  @PrimaryGeneratedColumn({ name: 'run_id', type: 'int', unsigned: true })
  runId: number;

  /** Name of the job. */
  @Column({ name: 'job_name', type: 'varchar', length: 96, charset: 'ascii', collation: 'ascii_general_ci' })
  jobName: string;

  /** Host, process and run that held the lease, or host and process of a job without a lease. */
  @Column({ type: 'varchar', length: 96 })
  holder: string;

  /** When it started. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When it ended; null: it is running, or was abandoned. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /**
   * How it ended.
   *
   * - `RUNNING`: it has not ended
   * - `DONE`: without a failure
   * - `FAILED`: with an error, or part of its work failed
   * - `STOPPED`: cut short, because its process ended in order
   * - `ABANDONED`: its process died, or lost its lease
   */
  @Column({ type: 'enum', enum: [...JOB_OUTCOMES] })
  outcome: JobOutcome;

  /** What it did, in one line; null: it did not complete. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  result: string | null;

  /** Why it failed; null: it did not. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  error: string | null;
}
