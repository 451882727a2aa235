import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

const ASCII = { charset: 'ascii', collation: 'ascii_bin' } as const;
const NAME = { type: 'varchar', length: 64 } as const;

/** An API key. Only a hash of it is stored; a revoked key stays as a row. */
@Index('uq_api_keys_prefix', ['keyPrefix'], { unique: true })
@Index('uq_api_keys_active_name', ['activeName'], { unique: true })
@Entity('api_keys')
export class ApiKey {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'key_id', type: 'int', unsigned: true })
  keyId: number;

  /** The part of the key that identifies it. */
  @Column({ name: 'key_prefix', type: 'char', length: 12, ...ASCII })
  keyPrefix: string;

  /** SHA-256 of the whole key, in hexadecimal. */
  @Column({ name: 'key_hash', type: 'char', length: 64, ...ASCII })
  keyHash: string;

  /** Name that its creator gave it. */
  @Column(NAME)
  name: string;

  /** Equal to `name` until the key is revoked, then null: at most one key in force has a name. */
  @Column({ name: 'active_name', nullable: true, ...NAME })
  activeName: string | null;

  /**
   * What it is for.
   *
   * - `ADMIN`: `/api/admin`, within its scopes
   * - `PUBLIC`: public endpoints, with a rate limit of its own
   */
  @Column({ type: 'enum', enum: ['ADMIN', 'PUBLIC'] })
  kind: 'ADMIN' | 'PUBLIC';

  /** Scopes, separated by commas; empty for a public key. */
  @Column({ type: 'varchar', length: 128, ...ASCII })
  scopes: string;

  /**
   * Rate limit of a public key; null: an admin key.
   * @unit requests per minute
   */
  @Column({ name: 'requests_per_minute', type: 'int', unsigned: true, nullable: true })
  requestsPerMinute: number | null;

  /** When it was created. */
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  /** Name of the key or command-line user that created it. */
  @Column({ name: 'created_by', ...NAME })
  createdBy: string;

  /** From when on it is refused; null: it does not expire. */
  @Column({ name: 'expires_at', type: 'datetime', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** When it was last used, to a few minutes; null: never. */
  @Column({ name: 'last_used_at', type: 'datetime', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  /** When it was revoked; null: it is in force. */
  @Column({ name: 'revoked_at', type: 'datetime', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** Name of the key or command-line user that revoked it; null: it is in force. */
  @Column({ name: 'revoked_by', nullable: true, ...NAME })
  revokedBy: string | null;
}
