import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { ParksQuery, ParkView } from '../catalog/catalog.dto.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { type Page, pageOf } from '../../common/http/dto/page.js';
import type { ParkInUse } from './freshness/freshness.js';
import { ParksInUse } from './freshness/parks-in-use.service.js';
import type { ParkDetailView, ParkNowView, ParkOpenView } from './live.dto.js';
import { parkUseView } from './live-views.js';

/** Parks of the catalogue, with whether they are open now. */
@Injectable()
export class ParkNowService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly parksInUse: ParksInUse,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws ParkNotFoundError */
  async get(parkId: number): Promise<ParkDetailView> {
    const asOf = this.clock.now();
    const park = await this.catalog.getPark(parkId);
    const counts = await this.catalog.countRides(parkId);
    const decision = await this.catalog.findDecisionInForce(parkId);
    const [inUse] = await this.parksInUse.at(asOf, parkId);
    return this.withUse({ ...park, counts, decision }, inUse, asOf);
  }

  /** @throws DestinationNotFoundError */
  async list(query: ParksQuery): Promise<Page<ParkNowView>> {
    const asOf = this.clock.now();
    const { data, total } = await this.catalog.listParks(query, query);
    if (data.length === 0) return pageOf([], total, query);
    const inUse = new Map((await this.parksInUse.at(asOf)).map((park) => [park.parkId, park]));
    const parks = data.map((park) => this.withUse(park, inUse.get(park.parkId), asOf));
    return pageOf(parks, total, query);
  }

  private withUse<Park extends ParkView>(park: Park, inUse: ParkInUse | undefined, asOf: Date): Park & ParkOpenView {
    return { ...park, ...parkUseView(inUse, asOf.getTime(), this.config.PARK_NO_DATA_MINUTES * MINUTE_MS) };
  }
}
