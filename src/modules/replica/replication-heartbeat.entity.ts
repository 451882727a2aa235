import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UUID } from '../../common/database/columns.js';

/** One row that every process with replicas renews on the primary. What a replica has of it shows how far it is behind. */
@Entity('replication_heartbeats')
export class ReplicationHeartbeat {
  /** Always 1. */
  @PrimaryColumn({ name: 'heartbeat_id', type: 'tinyint', unsigned: true })
  heartbeatId: number;

  /** Random id of the warehouse, by which a replica of another one is recognised. */
  @Column({ name: 'origin', ...UUID })
  origin: string;

  /** By the clock of the primary. A replica with this instant has everything that was committed before it. */
  @Column({ name: 'beat_at', type: 'datetime', precision: 3 })
  beatAt: Date;
}
