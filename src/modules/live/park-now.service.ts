import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogApiService } from '../catalog/catalog-api.service.js';
import { ParksInUse } from './freshness/parks-in-use.service.js';
import type { ParkDetailView } from './live.dto.js';
import { parkUseView } from './live-views.js';

/** A park of the catalogue, with whether it is open now. */
@Injectable()
export class ParkNowService {
  constructor(
    private readonly catalog: CatalogApiService,
    private readonly parksInUse: ParksInUse,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws ParkNotFoundError */
  async get(parkId: number): Promise<ParkDetailView> {
    const asOf = this.clock.now();
    const park = await this.catalog.park(parkId);
    const [inUse] = await this.parksInUse.at(asOf, parkId);
    return { ...park, ...parkUseView(inUse, asOf.getTime(), this.config.PARK_NO_DATA_MINUTES * MINUTE_MS) };
  }
}
