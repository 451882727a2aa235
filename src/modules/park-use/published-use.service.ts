import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { ParkClock } from './park-clock.js';
import { type PublishedInterval, publishedInterval } from './published-interval.js';
import { type PublishedEntry, PublishedUseRepository } from './published-use.sql.js';

/** The published use of parks. */
@Injectable()
export class PublishedUseService {
  constructor(private readonly repository: PublishedUseRepository) {}

  /** Intervals of the local dates (inclusive), ordered by start. Entries without plausible hours are omitted. */
  async intervalsOf(parkId: number, firstDate: string, lastDate: string): Promise<PublishedInterval[]> {
    return (await this.repository.findEntries([parkId], firstDate, lastDate)).flatMap(
      (entry) => intervalOf(entry) ?? [],
    );
  }

  /** The same for many parks. Parks without published hours are omitted. */
  async intervalsByPark(
    parkIds: readonly number[],
    firstDate: string,
    lastDate: string,
  ): Promise<Map<number, PublishedInterval[]>> {
    const byPark = new Map<number, PublishedInterval[]>();
    for (const entry of await this.repository.findEntries(parkIds, firstDate, lastDate)) {
      const interval = intervalOf(entry);
      if (interval === null) continue;
      const known = byPark.get(entry.parkId);
      if (known === undefined) byPark.set(entry.parkId, [interval]);
      else known.push(interval);
    }
    return byPark;
  }

  /** Dates with any schedule entry, for each park that has one. */
  async datesByPark(
    parkIds: readonly number[],
    firstDate: string,
    lastDate: string,
  ): Promise<Map<number, Set<string>>> {
    const rows = groupBy(await this.repository.findDates(parkIds, firstDate, lastDate), ({ parkId }) => parkId);
    return new Map([...rows].map(([parkId, dates]) => [parkId, new Set(dates.map(({ localDate }) => localDate))]));
  }
}

const intervalOf = ({ type, timezone, description, ...hours }: PublishedEntry): PublishedInterval | null =>
  publishedInterval(type, hours, new ParkClock(timezone), description);
