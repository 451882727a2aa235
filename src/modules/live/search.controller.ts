import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicCache, PublicController } from '../../common/http/public-controller.js';
import { SearchQuery, SearchResponse } from './search.dto.js';
import { SearchService } from './search.service.js';

@PublicController('search', 'catalogue')
@PublicCache(60)
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @ApiOperation({ summary: 'Search destinations, parks and rides by name, best match first' })
  @ApiOkResponse({ type: SearchResponse })
  find(@Query() query: SearchQuery): Promise<SearchResponse> {
    return this.search.search(query);
  }
}
