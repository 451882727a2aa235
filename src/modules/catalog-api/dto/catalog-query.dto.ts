import { InternalIdField } from '../../../common/http/dto/fields.js';
import { PageLimit, PageQuery } from '../../../common/http/dto/page.js';
import { SearchText } from '../../../common/http/dto/search-text.js';
import { EntityTypeFilter } from '../../catalog/dto/entity-type-filter.js';
import type { EntityType } from '../../catalog/entity-types.js';

const RIDES_MAX = 500;
const RIDES_DEFAULT = 100;

export class ParksQuery extends PageQuery {
  @InternalIdField({ required: false, example: 3, description: 'Only parks of this destination' })
  destinationId?: number;

  @SearchText('Part of the name; case and accents do not matter')
  q?: string;
}

export class RidesQuery extends PageQuery {
  @PageLimit(RIDES_MAX, RIDES_DEFAULT)
  override limit: number = RIDES_DEFAULT;

  @EntityTypeFilter()
  entityType?: EntityType;
}
