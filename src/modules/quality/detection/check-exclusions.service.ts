import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ExclusionRules } from '../../exclusions/exclusion-rules.service.js';
import type { ExclusionInterval, StoredExclusion } from '../../exclusions/exclusion.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { ExaminedPark } from './check-input.repository.js';
import { REMEMBERED_MS } from './check-input.service.js';
import { isContradicted, LIVE_RULES } from './contradicted.js';
import { type ExaminedWindow, ParkExaminer } from './park-examiner.service.js';
import { type FoundExclusion, FROZEN_PARK_RULE, type WindowRule, zeroWaitsRule } from './window-rules.js';

const REMOVED_UPSTREAM = 'A check looked at all of the interval again and did not find it any more';
const CONTRADICTED = 'The archive, imported since, tells something else of this time';
/** So much more is looked at on either side at most: memory stays bounded. */
const MAX_WIDER_MS = 92 * DAY_MS;

/**
 * What a check excludes of a park: stretches in which it stood still as a whole, and in which it posted only zeros. Of what
 * was looked at there are afterwards those exclusions that the rules make of the data as it is now.
 */
@Injectable()
export class CheckExclusions {
  private readonly windowRules: readonly WindowRule[];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly examiner: ParkExaminer,
    private readonly rules: ExclusionRules,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.windowRules = [FROZEN_PARK_RULE, zeroWaitsRule(config.QUALITY_ZERO_WAIT_DAYS, config.parkDayStartMinutes)];
  }

  /**
   * @param examined what the check has looked at, found and recorded
   * @returns how many findings more there are, and whether the statistics of the park change
   */
  async settle(park: ExaminedPark, examined: ExaminedWindow): Promise<{ findings: number; isChanged: boolean }> {
    const recorded = new Set(examined.findings.map(fingerprintOf));
    const outcome = { findings: 0, isChanged: false };
    for (const rule of this.windowRules) {
      const [looked, found] = await this.judge(rule, park, examined);
      const findings = found.map(({ finding }) => finding).filter((finding) => !recorded.has(fingerprintOf(finding)));
      const isChanged = await this.inTransaction((manager) => this.replace(manager, rule, looked, found, findings));
      outcome.findings += findings.length;
      outcome.isChanged ||= isChanged;
    }
    const isBelieved = await this.revokeContradicted(examined);
    return { ...outcome, isChanged: outcome.isChanged || isBelieved };
  }

  /** One in progress is for the rule itself to end, but for parks that never operated: that rule looks at all sources. */
  private async revokeContradicted(examined: ExaminedWindow): Promise<boolean> {
    const { input } = examined;
    const holding = await this.rules.findOpeningState(input.park.parkId, LIVE_RULES, intervalOf(examined));
    const contradicted = holding
      .filter(({ reason, toMs }) => toMs !== null || reason === 'NEVER_OPERATING')
      .filter((exclusion) => isContradicted(exclusion, input));
    if (contradicted.length === 0) return false;
    return this.inTransaction(async (manager) => {
      const revoked = await this.rules.revoke(manager, contradicted, CONTRADICTED);
      const logIds = revoked.flatMap(({ logId, reason }) => (reason === 'TIMESTAMP_CHURN' ? [] : (logId ?? [])));
      await this.findings.closeLogged(manager, logIds, `Closed by itself: ${CONTRADICTED}`);
      return revoked.length > 0;
    });
  }

  /** Looks further where the window does not decide. */
  private async judge(
    rule: WindowRule,
    park: ExaminedPark,
    examined: ExaminedWindow,
  ): Promise<[ExaminedWindow, FoundExclusion[]]> {
    const { found, reach } = rule.judge(examined, await this.stored(rule, examined));
    const wider = reach === null ? null : await this.examiner.examine(park, bounded(reach, examined));
    if (wider === null) return [examined, found];
    return [wider, rule.judge(wider, await this.stored(rule, wider)).found];
  }

  private async replace(
    manager: EntityManager,
    { reason, isReportedApart }: WindowRule,
    looked: ExaminedWindow,
    found: readonly FoundExclusion[],
    findings: readonly Finding[],
  ): Promise<boolean> {
    await this.findings.record(manager, findings);
    const examined = { parkId: looked.input.park.parkId, rideId: null, reason, ...intervalOf(looked) };
    const exclusions = found.map(({ exclusion }) => exclusion);
    const { isChanged, unlinkedFindings } = await this.rules.replaceExamined(
      manager,
      examined,
      exclusions,
      REMOVED_UPSTREAM,
    );
    if (isReportedApart)
      await this.findings.closeLogged(manager, unlinkedFindings, `Closed by itself: ${REMOVED_UPSTREAM}`);
    return isChanged;
  }

  private stored({ reason }: WindowRule, looked: ExaminedWindow): Promise<StoredExclusion[]> {
    const { parkId } = looked.input.park;
    return this.rules.findRelated({ parkId, rideId: null, reason, ...intervalOf(looked) });
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs: () => this.clock.now().getTime() });
  }
}

/** Without an end where the park was not seen any more after the window. */
function intervalOf({ window, input }: ExaminedWindow): ExclusionInterval {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  const isAll = input.parkConfirmedUntilMs <= toMs && input.lookedUntilMs < input.range.endMs + REMEMBERED_MS;
  return { fromMs, toMs: isAll ? null : toMs };
}

function bounded(reach: TimeInterval, { window }: ExaminedWindow): TimeInterval {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  return {
    startMs: Math.max(Math.min(reach.startMs, fromMs), fromMs - MAX_WIDER_MS),
    endMs: Math.min(Math.max(reach.endMs, toMs), toMs + MAX_WIDER_MS),
  };
}
