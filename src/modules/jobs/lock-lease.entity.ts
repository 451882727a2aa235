import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Lease of a lock that excludes all processes on all nodes of a cluster, where named locks of the server hold for one node only.
 * Unused on a single server.
 */
@Entity('lock_leases')
export class LockLease {
  /** What is locked, such as `schema:parks`. */
  @PrimaryColumn({ type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  name: string;

  /** Process that holds the lock, with `expired:` in front while another one takes over; null: not held. */
  @Column({ type: 'varchar', length: 96, nullable: true })
  owner: string | null;

  /** When the lease expires unless it is renewed; null: not held. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  until: Date | null;
}
