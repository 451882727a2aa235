import { Injectable } from '@nestjs/common';
import { endOfFrozenFeed, endOfChurnNight } from './exclusion-ends.js';
import { windowsOf } from './open-windows.js';
import type { ParkUnderWatch } from './park-under-watch.js';
import { findingsOfFeedHealth } from './suspicion-findings.js';
import { FROZEN } from './suspicion-rules.js';
import type { Verdict } from './verdict.js';
import { isWorthALook, judgePark } from './watched-park.js';

/** Feeds that are answered but dead: stamps that stand still inside opening hours, fresh stamps on a night that never moves. */
@Injectable()
export class DeadFeedDetector {
  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const { park } = watch;
    const found = isWorthALook(park) ? findingsOfFeedHealth(park, judgePark(park, await watch.histories())) : [];
    return { found, ended: [...(await this.movedAgain(watch)), ...(await this.nightsOver(watch))] };
  }

  private async movedAgain(watch: ParkUnderWatch): Promise<Verdict['ended']> {
    const exclusion = watch.openOfPark('STALE_FEED');
    if (exclusion === null) return [];
    const atMs = endOfFrozenFeed(exclusion, await watch.histories(), FROZEN.minFrozenShare);
    return atMs === null ? [] : [{ exclusion, atMs, note: 'The feed moves again' }];
  }

  private async nightsOver(watch: ParkUnderWatch): Promise<Verdict['ended']> {
    const { hours, polledAtMs } = watch.park;
    const ended: Verdict['ended'] = [];
    for (const exclusion of watch.openBy('TIMESTAMP_CHURN')) {
      const history = (await watch.histories()).find(({ rideId }) => rideId === exclusion.rideId);
      if (history === undefined) continue;
      const { inUse } = windowsOf(hours, await watch.histories());
      const atMs = endOfChurnNight(exclusion, history.runs, inUse, polledAtMs);
      if (atMs !== null) ended.push({ exclusion, atMs, note: 'The night is over' });
    }
    return ended;
  }
}
