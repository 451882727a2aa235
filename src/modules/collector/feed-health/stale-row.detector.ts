import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { openingIntervalsOfPark, scheduledIntervals, unpublishedDays } from './opening-intervals.js';
import type { WatchedPark } from './watched-park.js';
import { endOfStaleRow, findStaleRows, mayBeStale, STALE_ROW, type StaleRow } from './stale-rows.js';
import { hoursText, iso, type ParkUnderWatch, type Verdict } from './watched-parks.js';

/** How far back the detector searches for the opening at which a row became stale. */
const MAX_STALE_MS = 400 * DAY_MS;

/** Detects single rides whose state the source repeats for days without an update. */
@Injectable()
export class StaleRowDetector {
  constructor(
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const open = watch.openBy('STALE_ROW');
    const ended = open.length === 0 ? [] : await this.newsAgain(watch, open);
    const over = new Set(ended.map(({ exclusion }) => exclusion.rideId));
    const found = [];
    for (const row of await this.staleRows(watch)) {
      const known = open.find(({ rideId }) => rideId === row.ride.rideId && !over.has(rideId));
      const sinceMs = known?.fromMs ?? (await this.staleSince(watch.park, row));
      found.push(verdictOf(watch.park, row, sinceMs));
    }
    return { found, ended };
  }

  private async staleRows(watch: ParkUnderWatch): Promise<StaleRow[]> {
    const { rides, hours, polledAtMs } = watch.park;
    const staleAfterMs = this.config.QUALITY_STALE_ROW_HOURS * HOUR_MS;
    if (!rides.some(({ newest }) => mayBeStale(newest, polledAtMs, staleAfterMs))) return [];
    const openings =
      unpublishedDays(hours).length === 0
        ? scheduledIntervals(hours.published).inUse
        : openingIntervalsOfPark(hours, await watch.histories()).inUse;
    return findStaleRows(rides, openings, polledAtMs, { ...STALE_ROW, staleAfterMs });
  }

  /** The start of the first opening without an update. */
  private async staleSince(
    { parkId, hours: { published } }: WatchedPark,
    { stampMs, opening }: StaleRow,
  ): Promise<number> {
    if (published.length === 0) return opening.startMs;
    const oldestMs = Math.max(stampMs, opening.startMs - MAX_STALE_MS);
    const dateOf = (ms: number) => iso(ms).slice(0, 10);
    const hours = await this.publishedUse.intervalsOf(parkId, dateOf(oldestMs - DAY_MS), dateOf(opening.startMs));
    const since = scheduledIntervals(hours).inUse.map(({ startMs }) => startMs);
    return Math.min(opening.startMs, ...since.filter((startMs) => startMs >= oldestMs));
  }

  private async newsAgain(watch: ParkUnderWatch, open: readonly StoredExclusion[]): Promise<Verdict['ended']> {
    const histories = new Map((await watch.histories()).map(({ rideId, runs }) => [rideId, runs]));
    return open.flatMap((exclusion) => {
      const runs = histories.get(exclusion.rideId!);
      const atMs = runs === undefined ? null : endOfStaleRow(exclusion, runs);
      return atMs === null ? [] : [{ exclusion, atMs, note: 'The source has news of the ride again' }];
    });
  }
}

/** Its identity is its start, not its timestamp: some sources update every timestamp, always days behind. */
function verdictOf(park: WatchedPark, row: StaleRow, sinceMs: number): Verdict['found'][number] {
  const { ride, stampMs, freshRides, opening } = row;
  const { rideId, name, newest } = ride;
  const description =
    `"${name}" of "${park.parkName}" is repeated as operating at ${newest.waitMinutes} minutes, but the source last ` +
    `updated it ${hoursText(park.polledAtMs - stampMs)} ago (${iso(stampMs)}): the opening of ` +
    `${iso(opening.startMs)} went by without news of it, while ${freshRides} other rides had some`;
  return {
    finding: {
      ...{ issueType: 'SUSPICIOUS', reason: 'STALE_ROW', identity: ['LIVE', rideId, sinceMs] },
      ...{ entityType: 'RIDE', entityId: rideId, parkId: park.parkId, importId: null, recordsAffected: 1, description },
      ...{ windowStart: new Date(sinceMs), windowEnd: new Date(park.polledAtMs) },
      sample: [{ rideId, name, waitMinutes: newest.waitMinutes, lastUpdated: iso(stampMs) }],
    },
    exclusions: [
      {
        parkId: park.parkId,
        rideId,
        fromMs: sinceMs,
        toMs: null,
        scope: 'ALL',
        reason: 'STALE_ROW',
        note: description,
      },
    ],
  };
}
