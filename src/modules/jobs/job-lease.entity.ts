import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The lease of a job that some process holds. */
export interface ActiveLease {
  since: Date;
  /** Prolonged while its process lives. */
  until: Date;
}

/** To be put behind "... is under way": since when, and what to expect where the holder is dead. */
export function activeLeaseText(hold: ActiveLease | null): string {
  if (hold === null) return '';
  return ` since ${toSecond(hold.since)} (if its process has died, the lease ends at ${toSecond(hold.until)})`;
}

const toSecond = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

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
