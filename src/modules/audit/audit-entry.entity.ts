import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ActorKind, AuditOutcome } from '../../common/http/access/audit-trail.js';

/** A change by an admin request or a command. Rows are only added, never changed or deleted. */
@Index('ix_audit_log_recorded', ['recordedAt'])
@Entity('audit_log')
export class AuditEntryRow {
  /** Internal id, in the order of recording. */
  @PrimaryGeneratedColumn({ name: 'entry_id', type: 'int', unsigned: true })
  entryId: number;

  /** When it was recorded: at the end of the request or command. */
  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;

  /**
   * Who made the change.
   *
   * - `KEY`: an admin key, also by a session
   * - `COMMAND_LINE`: a user of the command line
   */
  @Column({ name: 'actor_kind', type: 'enum', enum: ['KEY', 'COMMAND_LINE'] })
  actorKind: ActorKind;

  /** The key; null: `ADMIN_API_KEY`, or the command line. */
  @Column({ name: 'key_id', type: 'int', unsigned: true, nullable: true })
  keyId: number | null;

  /** Name of the key or of the user. */
  @Column({ type: 'varchar', length: 64 })
  actor: string;

  /** Method and route, such as `DELETE /api/admin/keys/:keyId`, or the command, such as `stats recompute`. */
  @Column({ type: 'varchar', length: 128 })
  action: string;

  /** Path of the request, or options of the command. */
  @Column({ type: 'varchar', length: 255 })
  target: string;

  /** Body of the request without secrets, as JSON; null: none. */
  @Column({ name: 'request_body', type: 'json', nullable: true })
  requestBody: object | null;

  /** State before the change, as JSON; null: not known. */
  @Column({ name: 'state_before', type: 'json', nullable: true })
  stateBefore: object | null;

  /** State after the change, as JSON; null: not known, or nothing was changed. */
  @Column({ name: 'state_after', type: 'json', nullable: true })
  stateAfter: object | null;

  /** Id of the request; null: a command. */
  @Column({ name: 'request_id', type: 'varchar', length: 64, nullable: true })
  requestId: string | null;

  /**
   * How it ended.
   *
   * - `DONE`: the change was made, or its work was started
   * - `REFUSED`: the request or its key was not valid for it
   * - `FAILED`: it ended with an error
   */
  @Column({ type: 'enum', enum: ['DONE', 'REFUSED', 'FAILED'] })
  outcome: AuditOutcome;

  /** Code of the error; null: done. */
  @Column({ name: 'error_code', type: 'varchar', length: 64, nullable: true })
  errorCode: string | null;
}
