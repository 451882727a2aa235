import { ApiProperty } from '@nestjs/swagger';
import { PageLimit } from '../../common/http/dto/page.js';
import { SearchText, WordField } from '../../common/http/dto/request-fields.js';
import {
  ApiBooleanField,
  ApiIdField,
  ApiNumberField,
  ApiTextField,
  ApiEnumField,
} from '../../common/http/dto/api-fields.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import { SEARCH_KINDS, type SearchKind } from './search-index.js';

const MAX_HITS = 50;
const DEFAULT_HITS = 20;

export class SearchQuery {
  @SearchText('Name or its beginning. Ignores case, accents and trademark signs, and tolerates one or two typos', {
    required: true,
  })
  q: string;

  @WordField(SEARCH_KINDS, 'SearchKind', { description: 'Only results of this kind' })
  kind?: SearchKind;

  @PageLimit(MAX_HITS, DEFAULT_HITS)
  limit: number = DEFAULT_HITS;
}

export class SearchHitView {
  @ApiEnumField(SEARCH_KINDS, 'SearchKind')
  kind: SearchKind;

  @ApiIdField({ description: 'Internal id of the destination, park or ride' })
  id: number;

  @ApiTextField()
  name: string;

  @ApiTextField({ description: 'The matched name; rides are also found by their former names' })
  matchedName: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', {
    nullable: true,
    description: 'Type of a ride; null for others, and until metadata is available',
  })
  entityType: EntityType | null;

  @ApiBooleanField({ example: true, description: 'False: no longer in the catalogue of the source' })
  isActive: boolean;

  @ApiIdField({ nullable: true, example: 7, description: 'Null for a destination' })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure', description: 'Null for a destination' })
  parkName: string | null;

  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  destinationName: string;

  @ApiNumberField({ example: 0.95, description: 'Above 0, at most 1; 1 is an exact match' })
  score: number;
}

export class SearchResponse {
  @ApiProperty({ type: [SearchHitView], description: 'Best first' })
  data: SearchHitView[];
}
