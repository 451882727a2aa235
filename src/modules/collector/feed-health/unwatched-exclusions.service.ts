import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { type UnwatchedCause, UnwatchedRepository } from './unwatched.repository.js';
import type { Verdict } from './watched-parks.js';
import type { WatchedPark } from './watched-park.js';

/** A ride that the source leaves out for less may come back as it was. */
const MISSING_AFTER_MS = DAY_MS;

const NOTES: Readonly<Record<UnwatchedCause, string>> = {
  INACTIVE: 'The catalogue does not list it any more',
  LINKED: 'It was linked to another ride',
  LEFT_OUT: 'It was left out of the statistics',
  OTHER_TYPE: 'It is no attraction any more',
  MISSING: 'The source has not reported it for a day',
};

/**
 * Exclusions in progress of rides and parks that no rule looks at any more: rides that were deactivated, linked, left out or
 * replaced under another id, and parks that are gone. They end where the target was last observed.
 */
@Injectable()
export class UnwatchedExclusions {
  constructor(private readonly repository: UnwatchedRepository) {}

  /** @param watched every park whose feed is polled at present */
  async ended(
    open: readonly StoredExclusion[],
    watched: readonly WatchedPark[],
    nowMs: number,
  ): Promise<Verdict['ended']> {
    const parks = new Map(watched.map((park) => [park.parkId, new Set(park.rides.map(({ rideId }) => rideId))]));
    // A check judges parks that stood still in stored data, whether they are polled or not.
    const unwatched = open
      .filter(({ reason }) => reason !== 'FROZEN_PARK')
      .filter(({ parkId, rideId }) => (rideId === null ? !parks.has(parkId) : !parks.get(parkId)?.has(rideId)));
    if (unwatched.length === 0) return [];
    const ids = unwatched.map(({ exclusionId }) => exclusionId);
    const causes = await this.repository.findCauses(ids, [...parks.keys()], new Date(nowMs - MISSING_AFTER_MS));
    return unwatched.flatMap((exclusion) => {
      const found = causes.get(exclusion.exclusionId);
      if (found === undefined) return [];
      // The end is no part of an interval, and the last observation is one.
      const atMs = found.confirmedUntilMs === null ? nowMs : Math.min(found.confirmedUntilMs + 1, nowMs);
      return [{ exclusion, atMs: Math.max(exclusion.fromMs, atMs), note: NOTES[found.cause] }];
    });
  }
}
