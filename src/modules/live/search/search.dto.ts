import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageLimit } from '../../../common/http/dto/page.js';
import { SearchText } from '../../../common/http/dto/search-text.js';
import { ShownFlag, ShownId, ShownNumber, ShownText, ShownWord } from '../../../common/http/dto/shown-fields.js';
import { ENTITY_TYPES, type EntityType } from '../../catalog/entity-types.js';
import { SEARCH_KINDS, type SearchKind } from './search-entry.js';

const MAX_HITS = 50;
const DEFAULT_HITS = 20;

export class SearchQuery {
  @SearchText('Name, or the beginning of one; accents, trademarks, case and a typo or two do not matter', {
    required: true,
  })
  q: string;

  @ApiProperty({ enum: SEARCH_KINDS, enumName: 'SearchKind', required: false, description: 'Only these' })
  @IsOptional()
  @IsIn(SEARCH_KINDS)
  kind?: SearchKind;

  @PageLimit(MAX_HITS, DEFAULT_HITS)
  limit: number = DEFAULT_HITS;
}

export class SearchHitView {
  @ShownWord(SEARCH_KINDS, 'SearchKind')
  kind: SearchKind;

  @ShownId({ description: 'Of the destination, the park or the ride' })
  id: number;

  @ShownText()
  name: string;

  @ShownText({ description: 'The name that was found: a ride is found by the names that it had, too' })
  matchedName: string;

  @ShownWord(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Of rides; null until metadata says it' })
  entityType: EntityType | null;

  @ShownFlag({ example: true, description: 'False: it is no longer in the catalogue' })
  isActive: boolean;

  @ShownId({ nullable: true, example: 7, description: 'Null for a destination' })
  parkId: number | null;

  @ShownText({ nullable: true, example: 'Islands of Adventure', description: 'Null for a destination' })
  parkName: string | null;

  @ShownId({ example: 3 })
  destinationId: number;

  @ShownText({ example: 'Universal Orlando Resort' })
  destinationName: string;

  @ShownNumber({ example: 0.95, description: 'Above 0, at most 1, which is the very name' })
  score: number;
}

export class SearchAnswer {
  @ApiProperty({ type: [SearchHitView], description: 'Best first' })
  data: SearchHitView[];
}
