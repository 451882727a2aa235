import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { ApiKey } from './api-key.entity.js';

/** A session of the dashboard. It ends with its key. */
@Index('uq_admin_sessions_token', ['tokenHash'], { unique: true })
@Index('ix_admin_sessions_key', ['keyId'])
@Entity('admin_sessions')
export class AdminSession {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'session_id', type: 'bigint', unsigned: true })
  sessionId: string;

  /** Hash of the token in the cookie: SHA-256, or an HMAC with ADMIN_API_KEY for a session of that key. */
  @Column({ name: 'token_hash', type: 'char', length: 64, charset: 'ascii', collation: 'ascii_bin' })
  tokenHash: string;

  /** The key with which it began; null: ADMIN_API_KEY. */
  @ForeignKey(() => ApiKey, { name: 'fk_admin_sessions_key', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'key_id', type: 'int', unsigned: true, nullable: true })
  keyId: number | null;

  /** When it began. */
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  /** When it ends, unless it is refreshed. */
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date;

  /** When its user signed out; null: not signed out. */
  @Column({ name: 'ended_at', type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;
}
