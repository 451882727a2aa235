import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Position } from '../../common/geo.js';
import type { EntityType } from '../catalog/entity-types.js';
import { CuratedIndex } from './classification/curated-index.js';
import { identityOf, MetadataWriter } from './metadata-writer.js';
import { reviseMetadata } from './revise-metadata.js';

/** The position of a ride in a catalogue of one's own. */
export interface OwnPosition {
  rideId: number;
  name: string;
  parkName: string;
  destinationName: string;
  themeparksWikiIds: readonly string[];
  position: Position;
  /** Null: not given. */
  entityType: EntityType | null;
}

/** Positions from a catalogue of one's own. For rides with a UUID, positions of ThemeParks.wiki take precedence. */
@Injectable()
export class OwnPositions {
  constructor(
    private readonly writer: MetadataWriter,
    private readonly curated: CuratedIndex,
  ) {}

  /** In the caller's transaction. @returns the rides whose metadata changed */
  async write(manager: EntityManager, positions: readonly OwnPosition[]): Promise<Set<number>> {
    const revised = await this.writer.revise(manager, positions, (ride, stored) => {
      const { latitude, longitude } = ride.position;
      const isReported = ride.themeparksWikiIds.length > 0 && stored.current.latitude !== null;
      if (isReported) return { next: stored.current, changes: [], kept: [], confirmed: [] };
      const facts = { latitude, longitude, ...(ride.entityType === null ? {} : { entityType: ride.entityType }) };
      return reviseMetadata({ ...stored, identity: identityOf(ride) }, facts, 'OWN_CATALOGUE', this.curated);
    });
    return new Set(revised.flatMap(({ ride, revision }) => (revision.changes.length > 0 ? [ride.rideId] : [])));
  }
}
