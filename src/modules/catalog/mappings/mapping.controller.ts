import { Body, Delete, Get, Injectable, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../../common/http/openapi/body-example.js';
import { ApiPage, type Page, pageOf } from '../../../common/http/dto/page.js';
import { ThemeparksWikiIdParam } from '../../../common/http/dto/path-ids.js';
import { MapByHandBody, MappingsQuery, MappingView } from './mapping.dto.js';
import type { MappingRecord } from './mapping.js';
import { MappingService } from './mapping.service.js';

/** Mappings for the admin API. */
@Injectable()
export class MappingApiService {
  constructor(private readonly mappings: MappingService) {}

  async list(query: MappingsQuery): Promise<Page<MappingView>> {
    const { data, total } = await this.mappings.list(query, query.limit, query.offset);
    return pageOf(data.map(mappingView), total, query);
  }

  /** @throws RideNotFoundError, MappingNotFoundError, MappingConflictError */
  async map(themeparksWikiId: string, rideId: number): Promise<MappingView> {
    return mappingView(await this.mappings.map(themeparksWikiId, rideId));
  }

  /** @throws MappingNotFoundError, MappingConflictError */
  async undo(themeparksWikiId: string): Promise<MappingView> {
    return mappingView(await this.mappings.undo(themeparksWikiId));
  }
}

function mappingView({ rideId, rideName, parkId, parkName, ...mapping }: MappingRecord): MappingView {
  return { ...mapping, ride: { rideId, name: rideName, parkId, parkName } };
}

@AdminController('import/mappings', 'admin: imports', { writes: ['import'] })
export class MappingController {
  constructor(private readonly mappings: MappingApiService) {}

  @Get()
  @ApiOperation({ summary: 'Decisions about which ride each UUID counts as; by default only those worth reviewing' })
  @ApiPage(MappingView, 'Least certain first')
  list(@Query() query: MappingsQuery): Promise<Page<MappingView>> {
    return this.mappings.list(query);
  }

  @Put(':themeparksWikiId')
  @ApiOperation({
    summary: 'Map a UUID by hand, replacing the previous decision',
    description:
      'Observations stay where they are: the UUID’s own ride is linked to the given ride, and both count as one ride. If ' +
      'the given ride is linked itself, its target is used. Statistics of the affected days are recomputed. A UUID that ' +
      'was never observed is answered with 404; the import command maps such UUIDs in advance (--mappings).',
  })
  @ApiBodyExample(MapByHandBody, { rideId: 1 })
  @ApiOkResponse({ type: MappingView, description: 'The active decision' })
  @ApiErrors('RIDE_NOT_FOUND', 'MAPPING_NOT_FOUND', 'MAPPING_CONFLICT')
  map(@ThemeparksWikiIdParam('themeparksWikiId') id: string, @Body() body: MapByHandBody): Promise<MappingView> {
    return this.mappings.map(id, body.rideId);
  }

  @Delete(':themeparksWikiId')
  @ApiOperation({ summary: 'Undo a mapping: the UUID counts as a separate ride again' })
  @ApiOkResponse({ type: MappingView, description: 'The active decision' })
  @ApiErrors('MAPPING_NOT_FOUND', 'MAPPING_CONFLICT')
  undo(@ThemeparksWikiIdParam('themeparksWikiId') id: string): Promise<MappingView> {
    return this.mappings.undo(id);
  }
}
