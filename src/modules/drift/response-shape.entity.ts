import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ENDPOINTS, type Endpoint } from './known-shapes.js';

const NAME = { type: 'varchar', length: 128, charset: 'utf8mb4', collation: 'utf8mb4_bin' } as const;

/** What sampled responses of the source contain: objects at a place, their keys, and words that are not known. */
@Entity('response_shapes')
export class ResponseShapeRow {
  /**
   * The call.
   *
   * - `DESTINATIONS`: `/destinations`
   * - `CHILDREN`: `/entity/{id}/children`
   * - `ENTITY`: `/entity/{id}`
   * - `LIVE`: `/entity/{id}/live`
   * - `SCHEDULE`: `/entity/{id}/schedule`, including that of one month
   * - `HISTORY`: `/entity/{id}/history`
   * - `HISTORY_DAILY`: `/entity/{id}/history/daily`
   * - `HISTORY_COVERAGE`: `/entity/{id}/history/coverage`
   */
  @PrimaryColumn({ type: 'enum', enum: [...ENDPOINTS] })
  endpoint: Endpoint;

  /** Where in the response, such as `liveData.queue.STANDBY`; `response` is the response itself. */
  @PrimaryColumn(NAME)
  place: string;

  /**
   * What the row counts.
   *
   * - `OBJECT`: objects at the place
   * - `KEY`: objects with the key
   * - `WORD`: fields with the unknown word
   */
  @PrimaryColumn({ type: 'enum', enum: ['OBJECT', 'KEY', 'WORD'] })
  kind: 'OBJECT' | 'KEY' | 'WORD';

  /** The key or the word; empty for objects. */
  @PrimaryColumn(NAME)
  name: string;

  /** Whether the program knew the key when it was last received. */
  @Column({ name: 'is_known', type: 'boolean' })
  isKnown: boolean;

  /**
   * How many were counted in all samples.
   * @unit count
   */
  @Column({ type: 'bigint', unsigned: true })
  occurrences: string;

  /**
   * Sampled objects of the place, or for a word sampled responses of the call, since it was last received.
   * @unit count
   */
  @Column({ name: 'objects_since_seen', type: 'bigint', unsigned: true, default: 0 })
  objectsSinceSeen: string;

  /** When it was first received. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;

  /** When it was last received. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date;
}
