import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** One cycle of live collection over all destinations. */
@Index('ix_collection_runs_started', ['startedAt'])
@Entity('collection_runs')
export class CollectionRun {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'run_id', type: 'bigint', unsigned: true })
  runId: string;

  /** When the cycle started. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When the cycle ended; null: it is in progress, or its process died. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /**
   * Destinations of the cycle.
   * @unit count
   */
  @Column({ name: 'destinations_total', type: 'int', unsigned: true, default: 0 })
  destinationsTotal: number;

  /**
   * Destinations without a stored response.
   * @unit count
   */
  @Column({ name: 'destinations_failed', type: 'int', unsigned: true, default: 0 })
  destinationsFailed: number;

  /**
   * HTTP requests sent, retries included.
   * @unit count
   */
  @Column({ type: 'int', unsigned: true, default: 0 })
  requests: number;

  /**
   * Responses with status 429.
   * @unit count
   */
  @Column({ name: 'rate_limited', type: 'int', unsigned: true, default: 0 })
  rateLimited: number;

  /** Why the whole cycle failed; null: it did not. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}

/** One destination in one cycle: the poll, and what was stored from it. */
@Index('ix_collection_run_destinations_time', ['destinationId', 'startedAt'])
@Index('ix_collection_run_destinations_observed', ['destinationId', 'observedAt'])
@Entity('collection_run_destinations')
export class CollectionRunDestination {
  /** The cycle. */
  @ForeignKey(() => CollectionRun, {
    name: 'fk_collection_run_destinations_run',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @PrimaryColumn({ name: 'run_id', type: 'bigint', unsigned: true })
  runId: string;

  /** The destination. */
  @PrimaryColumn({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  /** When its first request was sent. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When it was done; null: it is in progress, or its process died. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** Instant under which the response is stored; null: nothing was stored, and `error_code` has the reason. */
  @Column({ name: 'observed_at', type: 'datetime', precision: 3, nullable: true })
  observedAt: Date | null;

  /**
   * Status of the last response; null: there was none.
   * @unit HTTP status
   */
  @Column({ name: 'http_status', type: 'smallint', unsigned: true, nullable: true })
  httpStatus: number | null;

  /** Requests sent, retries included. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  /**
   * Entities in the response.
   * @unit count
   */
  @Column({ name: 'entities_read', type: 'int', unsigned: true, default: 0 })
  entitiesRead: number;

  /**
   * Entities of the response that were rejected.
   * @unit count
   */
  @Column({ name: 'entities_rejected', type: 'int', unsigned: true, default: 0 })
  entitiesRejected: number;

  /**
   * Rows that were started: a state was new or had changed.
   * @unit rows
   */
  @Column({ name: 'rows_written', type: 'int', unsigned: true, default: 0 })
  rowsWritten: number;

  /**
   * Rows whose `last_confirmed_at` moved: the state was unchanged.
   * @unit rows
   */
  @Column({ name: 'rows_extended', type: 'int', unsigned: true, default: 0 })
  rowsExtended: number;

  /**
   * Why nothing was stored; null: something was. These codes stand for polls that did not fail; others name a failure,
   * such as `TIMEOUT` or `MALFORMED_RESPONSE`.
   *
   * - `CLOCK_AHEAD`: the clock of the process was ahead of the database's clock
   * - `OVERTAKEN`: the response was not newer than a stored one
   * - `ABORTED`: the cycle was stopped
   * - `NOT_REACHED`: the cycle reached its time limit before its turn
   * - `INTERRUPTED`: the process of the cycle died
   */
  @Column({ name: 'error_code', type: 'varchar', length: 64, nullable: true })
  errorCode: string | null;

  /** Description of the failure; null: there was none. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  error: string | null;
}
