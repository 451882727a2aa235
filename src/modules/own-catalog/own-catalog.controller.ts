import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../common/http/admin-controller.js';
import { ApiBodyExample } from '../../common/http/openapi/body-example.js';
import { CatalogImport } from './catalog-import.service.js';
import { CatalogImportBody, CatalogImportView } from './own-catalog.dto.js';

@AdminController('catalog/import', 'admin: catalog', { writes: ['metadata'] })
export class CatalogImportController {
  constructor(private readonly catalog: CatalogImport) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Import the rides of your own catalogue from a CSV',
    description:
      'Columns: `park` (internal id, UUID, slug or name), `own_id` and `name`; optional: `themeparks_wiki_id`, `latitude`, ' +
      '`longitude`, `entity_type`, `internal_id` (the operator’s id, as in events of the archive), and `destination`, ' +
      '`park_name`, `timezone` for parks that are unknown. Bad lines are reported with their number, all others are ' +
      'imported; a bad position or type costs only itself. The same CSV again changes nothing. Bodies have at most 1 MiB; the command `catalog import` has no limit.',
  })
  @ApiBodyExample(CatalogImportBody, {
    csv: 'park,own_id,name,latitude,longitude\nislandsofadventure,R-17,Storm Coaster,28.4717,-81.4702\n',
    dryRun: true,
  })
  @ApiOkResponse({ type: CatalogImportView })
  import(@Body() { csv, source, dryRun }: CatalogImportBody): Promise<CatalogImportView> {
    return this.catalog.import(csv, { source, dryRun });
  }
}
