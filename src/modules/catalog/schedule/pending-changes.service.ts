import { Injectable } from '@nestjs/common';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { Clock } from '../../../common/time/clock.js';
import { FindingsService } from '../../findings/findings.service.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { massChangeKey } from './schedule-findings.js';
import { PendingChangeRepository, ScheduleRepository } from './schedule.repository.js';

export const PASSED =
  'Resolved automatically: no response confirmed the change before its dates passed, so it was not applied';

/** Discards pending changes of schedules once their dates have passed, even for parks without further responses. */
@Injectable()
export class PendingChanges {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: PendingChangeRepository,
    private readonly schedules: ScheduleRepository,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  async settlePassed(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    for (const { parkId, timezone } of await this.repository.findParks()) {
      await this.settleOfPark(parkId, new ParkClock(timezone).today(nowMs));
    }
  }

  private async settleOfPark(parkId: number, today: string): Promise<void> {
    await this.transactions.run(async (manager) => {
      await this.schedules.lockPark(manager, parkId);
      const pending = (await this.repository.find(manager, parkId)).map(({ localDate }) => localDate);
      const passed = pending.filter((localDate) => localDate < today);
      await this.repository.settle(manager, parkId, passed);
      if (passed.length === pending.length)
        await this.findings.resolveAutomatically(manager, [massChangeKey(parkId)], PASSED);
    });
  }
}
