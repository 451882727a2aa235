import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ExclusionRules } from '../../exclusions/exclusion-rules.service.js';
import type { ExclusionInterval, StoredExclusion } from '../../exclusions/exclusion.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { ExaminedPark } from './check-input.sql.js';
import { REMEMBERED_MS } from './check-input.service.js';
import { isContradicted, LIVE_RULES } from './contradicted.js';
import { type ExaminedWindow, ParkExaminer } from './park-examiner.service.js';
import { type FoundExclusion, FROZEN_PARK_RULE, type WindowRule, zeroWaitsRule } from './window-rules.js';

const NOT_FOUND_AGAIN = 'A check of the whole interval did not find it again';
const CONTRADICTED = 'Archive data imported since then contradicts it';
/** How far a check is extended on either side at most, so that memory stays bounded. */
const MAX_EXTENSION_MS = 92 * DAY_MS;

/**
 * Excludes the intervals in which a whole park was frozen or posted only zero waits. Within the examined time, the
 * stored exclusions afterwards are exactly those that the rules derive from the present data.
 */
@Injectable()
export class CheckExclusions {
  private readonly windowRules: readonly WindowRule[];

  constructor(
    private readonly transactions: TransactionService,
    private readonly examiner: ParkExaminer,
    private readonly rules: ExclusionRules,
    private readonly findings: FindingsService,
    config: AppConfig,
  ) {
    this.windowRules = [FROZEN_PARK_RULE, zeroWaitsRule(config.QUALITY_ZERO_WAIT_DAYS, config.parkDayStartMinutes)];
  }

  /**
   * @param examined the window that the check has examined, with its findings, already recorded
   * @returns the number of additional findings, and whether the statistics of the park change
   */
  async settle(park: ExaminedPark, examined: ExaminedWindow): Promise<{ findings: number; isChanged: boolean }> {
    const recorded = new Set(examined.findings.map(fingerprintOf));
    const outcome = { findings: 0, isChanged: false };
    for (const rule of this.windowRules) {
      const [window, found] = await this.judge(rule, park, examined);
      const findings = found.map(({ finding }) => finding).filter((finding) => !recorded.has(fingerprintOf(finding)));
      const isChanged = await this.transactions.run((manager) => this.replace(manager, rule, window, found, findings));
      outcome.findings += findings.length;
      outcome.isChanged ||= isChanged;
    }
    const isRevoked = await this.revokeContradicted(examined);
    return { ...outcome, isChanged: outcome.isChanged || isRevoked };
  }

  /** Exclusions in progress are left to their own rule, except NEVER_OPERATING, which judges all sources. */
  private async revokeContradicted(examined: ExaminedWindow): Promise<boolean> {
    const { input } = examined;
    const inForce = await this.rules.findInForce(input.park.parkId, LIVE_RULES, intervalOf(examined));
    const contradicted = inForce
      .filter(({ reason, toMs }) => toMs !== null || reason === 'NEVER_OPERATING')
      .filter((exclusion) => isContradicted(exclusion, input));
    if (contradicted.length === 0) return false;
    return this.transactions.run(async (manager) => {
      const revoked = await this.rules.revoke(manager, contradicted, CONTRADICTED);
      const logIds = revoked.flatMap(({ logId, reason }) => (reason === 'TIMESTAMP_CHURN' ? [] : (logId ?? [])));
      await this.findings.closeLogged(manager, logIds, `Resolved automatically: ${CONTRADICTED}`);
      return revoked.length > 0;
    });
  }

  /** Examines a wider window if the given one does not decide. */
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
    window: ExaminedWindow,
    found: readonly FoundExclusion[],
    findings: readonly Finding[],
  ): Promise<boolean> {
    await this.findings.record(manager, findings);
    const examined = { parkId: window.input.park.parkId, rideId: null, reason, ...intervalOf(window) };
    const exclusions = found.map(({ exclusion }) => exclusion);
    const { isChanged, unlinkedFindings } = await this.rules.replaceExamined(
      manager,
      examined,
      exclusions,
      NOT_FOUND_AGAIN,
    );
    if (isReportedApart)
      await this.findings.closeLogged(manager, unlinkedFindings, `Resolved automatically: ${NOT_FOUND_AGAIN}`);
    return isChanged;
  }

  private stored({ reason }: WindowRule, window: ExaminedWindow): Promise<StoredExclusion[]> {
    const { parkId } = window.input.park;
    return this.rules.findRelated({ parkId, rideId: null, reason, ...intervalOf(window) });
  }
}

/** Open-ended if the park was not observed after the window. */
function intervalOf({ window, input }: ExaminedWindow): ExclusionInterval {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  const isAll = input.parkConfirmedUntilMs <= toMs && input.lookedUntilMs < input.range.endMs + REMEMBERED_MS;
  return { fromMs, toMs: isAll ? null : toMs };
}

function bounded(reach: TimeInterval, { window }: ExaminedWindow): TimeInterval {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  return {
    startMs: Math.max(Math.min(reach.startMs, fromMs), fromMs - MAX_EXTENSION_MS),
    endMs: Math.min(Math.max(reach.endMs, toMs), toMs + MAX_EXTENSION_MS),
  };
}
