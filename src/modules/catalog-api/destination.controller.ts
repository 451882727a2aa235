import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/controllers.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/dto/page.js';
import { PublicCache } from '../../common/http/public-cache.js';
import { CatalogApiService } from './catalog-api.service.js';
import { DestinationView } from './dto/catalog-view.dto.js';

@PublicController('destinations', 'catalogue')
@PublicCache(60)
export class DestinationController {
  constructor(private readonly catalog: CatalogApiService) {}

  @Get()
  @ApiOperation({ summary: 'Destinations by name' })
  @ApiPage(DestinationView, 'Destinations by name')
  list(@Query() query: PageQuery): Promise<Page<DestinationView>> {
    return this.catalog.destinations(query);
  }
}
