import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import type { RuleExclusion, StoredExclusion } from '../../exclusions/exclusion.js';
import { ExclusionRules } from '../../exclusions/rules/exclusion-rules.service.js';
import { zeroWaitsFinding } from '../../exclusions/rules/zero-waits-finding.js';
import { ZERO_WAITS } from '../../exclusions/rules/zero-waits.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { frozenParkExclusions, zeroWaitsOf } from './check-exclusions.js';
import type { ExaminedPark } from './evidence.repository.js';
import type { ParkEvidence } from './park-evidence.js';

const VANISHED = 'A check looked at all of the interval again and did not find it any more';
const MOVED = 'The park’s data moves again';

/** What a check excludes of a park: stretches in which it stood still as a whole, and in which it posted only zeros. */
@Injectable()
export class CheckExclusions {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly rules: ExclusionRules,
    private readonly findings: FindingsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * @param found what the check has found, and recorded, in the window that it looked at
   * @returns how many findings more there are
   */
  async settle(
    park: ExaminedPark,
    evidence: ParkEvidence,
    found: readonly Finding[],
    window: { from: Date; to: Date },
  ): Promise<number> {
    const frozen = frozenParkExclusions(evidence, found);
    const zeros = await this.zeroWaits(park, evidence);
    const open = (await this.rules.findOpen()).filter(({ parkId }) => parkId === park.parkId);
    const examined = { parkId: park.parkId, reasons: ['FROZEN_PARK'] as const, ...window };
    await this.inTransaction(async (manager) => {
      for (const [exclusion, atMs] of movedAgain(open, frozen)) await this.rules.end(manager, exclusion, atMs, MOVED);
      await this.rules.replaceExamined(manager, examined, frozen, VANISHED);
      await this.findings.record(
        manager,
        zeros.map(({ finding }) => finding),
      );
      await this.rules.apply(
        manager,
        zeros.map(({ exclusion }) => exclusion),
      );
    });
    return zeros.length;
  }

  /** Up to now at most: a wait may be posted yet. A stretch that began before the range keeps its beginning. */
  private async zeroWaits({ parkId, name, timezone }: ExaminedPark, evidence: ParkEvidence) {
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const limits = { ...ZERO_WAITS, minDays: this.config.QUALITY_ZERO_WAIT_DAYS };
    const found: { finding: Finding; exclusion: RuleExclusion }[] = [];
    for (const zeros of zeroWaitsOf(evidence, localDays, limits)) {
      const toMs = Math.min(zeros.endMs, this.clock.now().getTime());
      const target = { parkId, rideId: null, toMs, reason: 'ZERO_WAITS' as const };
      const fromMs = await this.rules.sinceWhen({ ...target, fromMs: zeros.startMs });
      const { finding, note } = zeroWaitsFinding({ parkId, name }, zeros, fromMs, toMs);
      const findingFingerprint = fingerprintOf(finding);
      found.push({ finding, exclusion: { ...target, fromMs, scope: 'WAIT', note, findingFingerprint } });
    }
    return found;
  }

  private inTransaction(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs: () => this.clock.now().getTime() });
  }
}

/**
 * Exclusions of a frozen park that were in progress, and are over by what was found now: the stretch that lies in them has
 * an end. Its start may have moved, where an import brought observations of the time before.
 */
function movedAgain(open: readonly StoredExclusion[], frozen: readonly RuleExclusion[]): [StoredExclusion, number][] {
  return open
    .filter(({ reason }) => reason === 'FROZEN_PARK')
    .flatMap((exclusion): [StoredExclusion, number][] => {
      const same = frozen.findLast(({ toMs }) => toMs === null || toMs > exclusion.fromMs);
      return same === undefined || same.toMs === null ? [] : [[exclusion, same.toMs]];
    });
}
