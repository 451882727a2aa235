import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The lease of a job that a process holds. */
export interface ActiveLease {
  since: Date;
  /** Renewed while its process lives. */
  until: Date;
}

/** Completes "… is in progress": since when, and when the lease ends if its holder has died. */
export function activeLeaseText(lease: ActiveLease | null): string {
  if (lease === null) return '';
  return ` since ${toSecond(lease.since)} (if its process has died, the lease ends at ${toSecond(lease.until)})`;
}

const toSecond = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

/** Lease of a job: at most one process holds it at a time. It also records the job's last run. */
@Entity('job_leases')
export class JobLease {
  /** Name of the job, such as `feed-health`. */
  @PrimaryColumn({ type: 'varchar', length: 96, charset: 'ascii', collation: 'ascii_general_ci' })
  name: string;

  /** Process that holds the lease; null: not held. */
  @Column({ type: 'varchar', length: 96, nullable: true })
  owner: string | null;

  /** When the lease expires unless it is renewed; null: not held. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  until: Date | null;

  /** When the last run started; null: it has not run yet. */
  @Column({ name: 'last_started_at', type: 'datetime', precision: 3, nullable: true })
  lastStartedAt: Date | null;

  /** When the last run that ended did so; null: none has ended. */
  @Column({ name: 'last_finished_at', type: 'datetime', precision: 3, nullable: true })
  lastFinishedAt: Date | null;

  /** Result of that run in one line; null: none has ended. */
  @Column({ name: 'last_result', type: 'varchar', length: 255, nullable: true })
  lastResult: string | null;
}
