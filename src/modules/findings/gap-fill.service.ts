import { Injectable } from '@nestjs/common';
import { TransactionService } from '../../common/database/transaction.service.js';
import { Clock } from '../../common/time/clock.js';
import { FindingsService } from './findings.service.js';
import type { FillableGap, GapFill } from './gap-fill.entity.js';
import { GapFillRepository } from './gap-fill.sql.js';

/** A changed state of the filling of a gap. */
export type GapFillChange = Omit<GapFill, 'logId' | 'source' | 'assessedAt'> & { logId: number };

/** Gaps of live collection that another source can fill, and how far they are. */
@Injectable()
export class GapFillService {
  constructor(
    private readonly repository: GapFillRepository,
    private readonly findings: FindingsService,
    private readonly transactions: TransactionService,
    private readonly clock: Clock,
  ) {}

  /** Gaps that another request or import may change, oldest first. @param parkIds null: of all parks */
  async findFillable(parkIds: readonly number[] | null): Promise<FillableGap[]> {
    return this.repository.findFillable(parkIds);
  }

  /** Stores the states, and resolves the gaps that are filled, with a note. */
  async record(changes: readonly GapFillChange[], noteOf: (filled: GapFillChange) => string): Promise<void> {
    const assessedAt = this.clock.now();
    await this.transactions.run(async (manager) => {
      const fills = changes.map(({ logId, ...change }) => {
        return { ...change, logId: String(logId), source: 'HISTORY_API' as const, assessedAt };
      });
      await this.repository.record(manager, fills);
      for (const change of changes.filter(({ state }) => state === 'FILLED')) {
        await this.findings.closeLogged(manager, [change.logId], noteOf(change));
      }
    });
  }
}
