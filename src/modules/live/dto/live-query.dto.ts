import { EntityTypeFilter } from '../../catalog/dto/entity-type-filter.js';
import type { EntityType } from '../../catalog/entity-types.js';

export class ParkLiveQuery {
  @EntityTypeFilter()
  entityType?: EntityType;
}
