import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Index('uq_destinations_wiki_id', ['themeparksWikiId'], { unique: true })
@Entity('destinations')
export class Destination {
  @PrimaryGeneratedColumn({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  @Column({ name: 'themeparks_wiki_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  themeparksWikiId: string;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  slug: string | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;
}
