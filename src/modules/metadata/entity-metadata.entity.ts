import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { UUID } from '../../common/database/columns.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import {
  ATTRACTION_TYPES,
  type Attributes,
  type AttractionType,
  type ChangeSource,
  CLASSIFICATION_SOURCES,
  type ClassificationSource,
  INDOOR_OUTDOOR,
  type IndoorOutdoor,
  type MetadataField,
  type OverridableField,
} from './metadata.js';

/** What is known of a ride beyond its observations: one row for each ride that counts as itself. */
@Index('ix_entity_metadata_position', ['latitude', 'longitude'])
@Entity('entity_metadata')
export class EntityMetadata {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** North is positive; null: unknown. */
  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  /** East is positive; null: unknown. */
  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  /** Kind of entity; null: unknown. */
  @Column({
    name: 'entity_type',
    type: 'enum',
    enum: [...ENTITY_TYPES],
    nullable: true,
  })
  entityType: EntityType | null;

  /**
   * Where guests ride; null: unknown.
   *
   * - `INDOOR`: under a roof
   * - `OUTDOOR`: in the open
   * - `HYBRID`: partly under a roof
   */
  @Column({ name: 'indoor_outdoor', type: 'enum', enum: [...INDOOR_OUTDOOR], nullable: true })
  indoorOutdoor: IndoorOutdoor | null;

  /**
   * What `indoor_outdoor` is based on; null: unknown.
   *
   * - `MANUAL`: an operator set it
   * - `CURATED`: the curated lists of this project
   * - `TAG`: a tag of the source
   * - `NAME_RULE`: a word in the name
   */
  @Column({
    name: 'classification_source',
    type: 'enum',
    enum: [...CLASSIFICATION_SOURCES],
    nullable: true,
  })
  classificationSource: ClassificationSource | null;

  /**
   * How certain `indoor_outdoor` is; null: unknown.
   * @unit 0 to 1
   */
  @Column({ name: 'classification_confidence', type: 'double', nullable: true })
  classificationConfidence: number | null;

  /** Minimum height to ride at all; null: none is known. */
  @Column({ name: 'height_min_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMinCm: number | null;

  /** Minimum height to ride alone; null: none is known. */
  @Column({ name: 'height_min_unaccompanied_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMinUnaccompaniedCm: number | null;

  /** Maximum height; null: none is known. */
  @Column({ name: 'height_max_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMaxCm: number | null;

  /**
   * Kind of attraction, as the source reports it; null: not reported.
   *
   * - `UNKNOWN`: the source does not report it
   * - `RIDE`: a ride
   * - `SHOW`: a show
   * - `TRANSPORT`: a means of transport, such as a monorail
   * - `PARADE`: a parade
   * - `MEET_AND_GREET`: a place to meet characters
   * - `OTHER`: something else
   */
  @Column({ name: 'attraction_type', type: 'enum', enum: [...ATTRACTION_TYPES], nullable: true })
  attractionType: AttractionType | null;

  /** The source's UUID of the park; null: not reported. */
  @Column({
    name: 'themeparks_wiki_park_id',
    ...UUID,
    nullable: true,
  })
  themeparksWikiParkId: string | null;

  /** The source's tags, as it sent them; null: none. */
  @Column({ type: 'json', nullable: true })
  tags: unknown[] | null;

  /** The source's attributes by name, each as last reported; null: none. */
  @Column({ type: 'json', nullable: true })
  attributes: Attributes | null;

  /** The operator's own id; null: unknown. */
  @Column({ name: 'external_id', type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  /**
   * Number of the last change, from 1.
   * @unit number
   */
  @Column({ type: 'int', unsigned: true, default: 1 })
  version: number;

  /** When the source last reported the ride; null: not yet. */
  @Column({ name: 'last_synced_at', type: 'datetime', precision: 3, nullable: true })
  lastSyncedAt: Date | null;
}

/** One change of one field of a ride's metadata. Rows are only added. */
@Index('ix_entity_metadata_history_ride', ['rideId', 'changedAt'])
@Entity('entity_metadata_history')
export class EntityMetadataHistory {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_history_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /**
   * Version of the metadata after the change; changes of one moment share it.
   * @unit number
   */
  @Column({ type: 'int', unsigned: true })
  version: number;

  /** Name of the field, as in the API, such as `heightMinCm`. */
  @Column({ type: 'varchar', length: 64 })
  field: MetadataField;

  /** Value before the change; null: unknown until then. */
  @Column({ name: 'old_value', type: 'json', nullable: true })
  oldValue: unknown;

  /** Value after the change; null: unknown from then on. */
  @Column({ name: 'new_value', type: 'json', nullable: true })
  newValue: unknown;

  /**
   * Where the new value comes from.
   *
   * - `LISTING`: the source's list of the destination
   * - `ENTITY`: the source's response for the single entity
   * - `MANUAL`: an operator set it, or took it back
   * - `OWN_CATALOGUE`: an imported catalogue of one's own
   * - `CURATED`: the curated lists of this project
   * - `TAG`: a tag of the source
   * - `NAME_RULE`: a word in the name
   * - `NO_RULE`: nothing supports the former classification any more
   */
  @Column({ type: 'varchar', length: 32 })
  source: ChangeSource;

  /** When the change was observed. */
  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}

/** A value of a ride's metadata that an operator set. It takes precedence over the source. */
@Entity('entity_metadata_overrides')
export class EntityMetadataOverride {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_overrides_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** Name of the field, as in the API, such as `heightMinCm`. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  field: OverridableField;

  /** The value; JSON null: set to unknown. */
  @Column({ type: 'json' })
  value: unknown;

  /** When the operator set it. */
  @Column({ name: 'set_at', type: 'datetime', precision: 3 })
  setAt: Date;
}
