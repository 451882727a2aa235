import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Park } from './park.entity.js';

/** Something about the identity of a park's rides that a person is asked to decide. */
@Index('ix_identity_proposals_park', ['parkId', 'status'])
@Entity('identity_proposals')
export class IdentityProposal {
  @PrimaryGeneratedColumn({ name: 'proposal_id', type: 'int', unsigned: true })
  proposalId: number;

  @Column({ type: 'enum', enum: ['RENUMBERED_PARK', 'QUEUE_ENTITIES'] })
  kind: 'RENUMBERED_PARK' | 'QUEUE_ENTITIES';

  @ForeignKey(() => Park, { name: 'fk_identity_proposals_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ type: 'enum', enum: ['OPEN', 'CONFIRMED', 'REJECTED'], default: 'OPEN' })
  status: 'OPEN' | 'CONFIRMED' | 'REJECTED';

  @Column({ name: 'detected_at', type: 'datetime', precision: 3 })
  detectedAt: Date;

  @Column({ name: 'decided_at', type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ name: 'decided_by', type: 'varchar', length: 64, nullable: true })
  decidedBy: string | null;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;
}
