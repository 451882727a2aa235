import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../../common/http/controllers.js';
import { PublicCache } from '../../../common/http/public-cache.js';
import { SearchResponse, SearchQuery } from './search.dto.js';
import { SearchService } from './search.service.js';

@PublicController('search', 'catalogue')
@PublicCache(60)
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @ApiOperation({ summary: 'Destinations, parks and rides by name, best first' })
  @ApiOkResponse({ type: SearchResponse })
  find(@Query() query: SearchQuery): Promise<SearchResponse> {
    return this.search.search(query);
  }
}
