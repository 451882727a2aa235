import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

/** The source of the ids that events of an archive call `internalId`: the ids of the parks' operators. */
export const ARCHIVE_ID_SOURCE = 'ARCHIVE';

/** An id of a ride in another catalogue. Rows are only added. */
@Index('ix_ride_external_ids_id', ['source', 'externalId'])
@Entity('ride_external_ids')
export class RideExternalId {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_ride_external_ids_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** Name of the catalogue; `ARCHIVE`: `internalId` in the events of the archive, an id of the park's operator. */
  @PrimaryColumn({ type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  source: string;

  /** The id, exactly as the catalogue writes it. */
  @PrimaryColumn({ name: 'external_id', type: 'varchar', length: 255, collation: 'utf8mb4_bin' })
  externalId: string;

  /** When the id was first read. */
  @Column({ name: 'recorded_at', type: 'datetime', precision: 3 })
  recordedAt: Date;
}
