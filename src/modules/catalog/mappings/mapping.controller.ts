import { Body, Delete, Get, HttpCode, Injectable, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/admin-controller.js';
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
    return pageOf(await this.views(data), total, query);
  }

  /** @throws RideNotFoundError, MappingNotFoundError, MappingConflictError */
  async map(themeparksWikiId: string, rideId: number): Promise<MappingView> {
    return this.view(await this.mappings.map(themeparksWikiId, rideId));
  }

  /** @throws MappingNotFoundError, MappingConflictError */
  async undo(themeparksWikiId: string): Promise<MappingView> {
    return this.view(await this.mappings.undo(themeparksWikiId));
  }

  /** @throws MappingNotFoundError */
  async keepSeparate(themeparksWikiId: string): Promise<MappingView> {
    return this.view(await this.mappings.keepSeparate(themeparksWikiId));
  }

  private async view(mapping: MappingRecord): Promise<MappingView> {
    return (await this.views([mapping]))[0]!;
  }

  private async views(mappings: readonly MappingRecord[]): Promise<MappingView[]> {
    const compared = await this.mappings.compared(mappings);
    const rideOf = (rideId: number | null) => (rideId === null ? null : (compared.get(rideId) ?? null));
    return mappings.map(({ rideId, rideName, parkId, parkName, ...mapping }) => {
      const { ownRideId, nearestRideId } = mapping;
      const other = rideOf(rideId === ownRideId ? nearestRideId : rideId);
      return { ...mapping, ride: { rideId, name: rideName, parkId, parkName }, own: rideOf(ownRideId), other };
    });
  }
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
      'was never observed returns 404; the import command maps such UUIDs in advance (--mappings).',
  })
  @ApiBodyExample(MapByHandBody, { rideId: 1 })
  @ApiOkResponse({ type: MappingView, description: 'The active decision' })
  @ApiErrors('RIDE_NOT_FOUND', 'MAPPING_NOT_FOUND', 'MAPPING_CONFLICT')
  map(@ThemeparksWikiIdParam('themeparksWikiId') id: string, @Body() body: MapByHandBody): Promise<MappingView> {
    return this.mappings.map(id, body.rideId);
  }

  @Post(':themeparksWikiId/keep-separate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Decide that a UUID is a ride of its own, although another one has a similar name',
    description: 'A mapping of the UUID is undone. The decision is not listed for review any more; DELETE undoes it.',
  })
  @ApiOkResponse({ type: MappingView, description: 'The active decision' })
  @ApiErrors('MAPPING_NOT_FOUND')
  keepSeparate(@ThemeparksWikiIdParam('themeparksWikiId') id: string): Promise<MappingView> {
    return this.mappings.keepSeparate(id);
  }

  @Delete(':themeparksWikiId')
  @ApiOperation({
    summary: 'Undo a mapping, or that a UUID was kept separate: it counts as a separate ride again, open to review',
  })
  @ApiOkResponse({ type: MappingView, description: 'The active decision' })
  @ApiErrors('MAPPING_NOT_FOUND', 'MAPPING_CONFLICT')
  undo(@ThemeparksWikiIdParam('themeparksWikiId') id: string): Promise<MappingView> {
    return this.mappings.undo(id);
  }
}
