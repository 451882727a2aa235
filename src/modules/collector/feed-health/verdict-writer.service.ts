import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TransactionService } from '../../../common/database/transaction.service.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { ExclusionRules } from '../../exclusions/exclusion-rules.service.js';
import { fingerprintOf } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { Verdict } from './watched-parks.js';

/** Stores the verdict on a park in one transaction: findings, and the exclusions that follow from them. */
@Injectable()
export class VerdictWriter {
  private readonly logger = new Logger(VerdictWriter.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly findings: FindingsService,
    private readonly exclusions: ExclusionRules,
  ) {}

  /** Returns whether anything was found. */
  async store(verdict: Verdict): Promise<boolean> {
    const { found, ended } = verdict;
    if (found.length === 0 && ended.length === 0) return false;
    await this.transactions.run((manager) => this.write(manager, verdict));
    for (const { finding } of found) this.logger.warn(finding.description);
    return found.length > 0;
  }

  private async write(manager: EntityManager, { found, ended }: Verdict): Promise<void> {
    for (const { exclusion, atMs, note } of ended) {
      await this.exclusions.end(manager, exclusion, atMs, note);
      const { logId } = exclusion;
      if (logId !== null && isReportedAlone(exclusion)) {
        await this.findings.closeLogged(manager, [logId], `Resolved automatically: ${note}`);
      }
    }
    await this.findings.record(
      manager,
      found.map(({ finding }) => finding),
    );
    for (const { finding, exclusions } of found) {
      const findingFingerprint = fingerprintOf(finding);
      await this.exclusions.apply(
        manager,
        exclusions.map((exclusion) => ({ ...exclusion, findingFingerprint })),
      );
    }
  }
}

/** The finding of a night of timestamp churn covers all rides of its park, so it does not end with one of them. */
const isReportedAlone = ({ reason }: StoredExclusion): boolean => reason !== 'TIMESTAMP_CHURN';
