import { Column, Entity, PrimaryColumn } from 'typeorm';

/** By which rules the stored days of a park are cut. */
@Entity('park_time_zone_rules')
export class ParkTimeZoneRules {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ type: 'varchar', length: 64, nullable: true })
  timezone: string | null;

  /** IANA release, such as `2026f`. */
  @Column({ name: 'rules_version', type: 'varchar', length: 16 })
  rulesVersion: string;

  /** Of the rules, so that an unchanged zone is told without reading them. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  /** Pairs of seconds: until when, and the offset from UTC. */
  @Column({ type: 'json' })
  rules: unknown;

  @Column({ name: 'stored_at', type: 'datetime', precision: 3 })
  storedAt: Date;
}
