import { Injectable } from '@nestjs/common';
import { DeadFeedDetector } from './dead-feed.detector.js';
import { NeverOperatingDetector } from './never-operating.detector.js';
import type { ParkUnderWatch } from './park-under-watch.js';
import { StaleRowDetector } from './stale-row.detector.js';
import type { Verdict } from './verdict.js';
import { ZeroWaitsDetector } from './zero-waits.detector.js';

/** Every rule about feeds that are not to be believed, one after the other. */
@Injectable()
export class FeedHealthDetectors {
  constructor(
    private readonly deadFeeds: DeadFeedDetector,
    private readonly staleRows: StaleRowDetector,
    private readonly zeroWaits: ZeroWaitsDetector,
    private readonly neverOperating: NeverOperatingDetector,
  ) {}

  /** Of a feed that stands still nothing more is found: that is why it says the same for days. */
  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const verdict: Verdict = { found: [], ended: [] };
    for (const detector of [this.deadFeeds, this.staleRows, this.zeroWaits, this.neverOperating]) {
      const isFrozen = verdict.found.some(({ finding }) => finding.reason === 'STALE_FEED');
      const { found, ended } = await detector.judge(watch);
      verdict.found.push(...(isFrozen ? [] : found));
      verdict.ended.push(...ended);
    }
    return verdict;
  }
}
