import { Injectable } from '@nestjs/common';
import { plural } from '../../common/text.js';
import { EntityRegistry } from '../../modules/catalog/registry/entity-registry.service.js';
import { type FillReport, GapFilling } from '../../modules/history-upkeep/gap-filling.service.js';
import type { ImportRecord } from '../../modules/import/import-record.js';
import { DestinationNotFoundError, UnknownParkError } from '../../modules/import/import.service.js';
import type { ImportTarget } from './import-request.js';

/** Enough for a year of gaps in 270 parks: in practice no limit. */
const MAX_DAYS = 100_000;

/** `--fill-gaps`: finds the gaps, imports their days, and reports how far they are filled. */
@Injectable()
export class FillGapsCli {
  constructor(
    private readonly filling: GapFilling,
    private readonly registry: EntityRegistry,
  ) {}

  /** @throws UnknownParkError, DestinationNotFoundError */
  async begin(target: ImportTarget): Promise<ImportRecord[]> {
    const parkIds = await this.parksOf(target);
    await this.filling.assess(parkIds);
    return this.filling.begin({ origin: 'cli', parkIds, maxDays: MAX_DAYS, isUrgent: true });
  }

  async assess(target: ImportTarget): Promise<FillReport> {
    return this.filling.assess(await this.parksOf(target));
  }

  /** Null: all parks. */
  private async parksOf(target: ImportTarget): Promise<number[] | null> {
    switch (target.kind) {
      case 'all':
        return null;
      case 'park':
        return [target.parkId];
      case 'park-uuid': {
        const parkId = (await this.registry.findParkIds([target.themeparksWikiId])).get(target.themeparksWikiId);
        if (parkId === undefined) throw new UnknownParkError(target.themeparksWikiId);
        return [parkId];
      }
      case 'destination': {
        const [destination] = await this.registry.findDestinations(target.themeparksWikiId);
        if (destination === undefined) throw new DestinationNotFoundError(target.themeparksWikiId, 'HISTORY_API');
        const parks = await this.registry.findParks(destination.destinationId);
        return parks.map(({ parkId }) => parkId);
      }
    }
  }
}

export function fillText({ gaps, filled, partlyFilled, notHeld, provisional, filledMinutes }: FillReport): string {
  const changes = `${filled} filled, ${partlyFilled} partly filled, ${notHeld} not held by the History API`;
  const rest =
    provisional === 0
      ? ''
      : ` ${provisional} provisional: the API has not recorded their days completely. The job history-recheck (HISTORY_JOBS_ENABLED=true) imports these days again.`;
  return `${plural(gaps, 'gap')} examined: ${changes}; ${plural(filledMinutes, 'minute')} filled.${rest}`;
}
