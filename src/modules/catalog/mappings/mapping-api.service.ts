import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import type { MappingsQuery, MappingView } from '../dto/mapping.dto.js';
import type { MappingRecord } from './mapping-record.js';
import { MappingService } from './mapping.service.js';

/** Mappings as the admin API shows them. */
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
