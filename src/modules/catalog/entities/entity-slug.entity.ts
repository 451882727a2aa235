import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const SLUG_KINDS = ['DESTINATION', 'PARK'] as const;
export type SlugKind = (typeof SLUG_KINDS)[number];

/** A slug that addresses a destination or park in the API. Rows are only added, so an address never changes its meaning. */
@Index('ix_entity_slugs_entity', ['entityKind', 'entityId'])
@Entity('entity_slugs')
export class EntitySlug {
  /**
   * Kind of entity.
   *
   * - `DESTINATION`: a destination
   * - `PARK`: a park
   */
  @PrimaryColumn({ name: 'entity_kind', type: 'enum', enum: [...SLUG_KINDS] })
  entityKind: SlugKind;

  /** The slug, in lower case. */
  @PrimaryColumn({ type: 'varchar', length: 255, charset: 'ascii', collation: 'ascii_general_ci' })
  slug: string;

  /** Internal id of the destination or park. */
  @Column({ name: 'entity_id', type: 'int', unsigned: true })
  entityId: number;

  /** Whether it is the present slug; the others of the entity redirect to it. */
  @Column({ name: 'is_present', type: 'boolean' })
  isPresent: boolean;
}
