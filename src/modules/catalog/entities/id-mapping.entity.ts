import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

@Index('ix_id_mappings_wiki_id', ['themeparksWikiId', 'undoneAt'])
@Index('ix_id_mappings_import', ['importId'])
@Entity('id_mappings')
export class IdMapping {
  @PrimaryGeneratedColumn({ name: 'mapping_id', type: 'int', unsigned: true })
  mappingId: number;

  @Column({ name: 'themeparks_wiki_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  themeparksWikiId: string;

  @ForeignKey(() => Ride, { name: 'fk_id_mappings_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'enum', enum: ['UUID', 'EXACT_NAME', 'FUZZY_NAME', 'MANUAL', 'CREATED'] })
  method: 'UUID' | 'EXACT_NAME' | 'FUZZY_NAME' | 'MANUAL' | 'CREATED';

  @Column({ type: 'double', nullable: true })
  score: number | null;

  @Column({ type: 'varchar', length: 64 })
  reason: string;

  @Column({ name: 'archive_name', type: 'varchar', length: 255 })
  archiveName: string;

  @Column({ name: 'matched_name', type: 'varchar', length: 255, nullable: true })
  matchedName: string | null;

  @Column({
    name: 'import_id',
    type: 'varchar',
    length: 32,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  importId: string | null;

  @Column({ name: 'decided_at', type: 'datetime', precision: 3 })
  decidedAt: Date;

  @Column({ name: 'undone_at', type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;
}
