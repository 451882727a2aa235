import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { downReportsOf, type StoredReport } from '../down-reports.js';
import { ParkDownReport } from '../entities/park-stats.entity.js';
import { selectMonthsOfDays, updateReportsDown } from './down-reports.sql.js';

/** The ranges of days in which the feeds of parks report DOWN. */
@Injectable()
export class DownReportRepository {
  constructor(@InjectRepository(ParkDownReport) private readonly reports: Repository<ParkDownReport>) {}

  /** Runs in the caller's transaction, after its days were written. Waits for days that another transaction is writing. */
  async refresh(manager: EntityManager, parkId: number): Promise<void> {
    const months = await selectMonthsOfDays(manager, parkId);
    const reports = downReportsOf(months);
    await this.replace(manager, parkId, reports);
    const isReporting = reports.at(-1)?.untilDate === null;
    await updateReportsDown(manager, parkId, months.length === 0 ? null : isReporting);
  }

  /** Writes only changes, because most refreshes change nothing here. */
  private async replace(manager: EntityManager, parkId: number, reports: readonly StoredReport[]): Promise<void> {
    const rows = manager.withRepository(this.reports);
    const stored = await rows.find({ where: { parkId }, order: { fromDate: 'ASC' } });
    if (textOf(stored) === textOf(reports)) return;
    await rows.delete({ parkId });
    if (reports.length > 0) await rows.insert(reports.map((report) => ({ parkId, ...report })));
  }
}

const textOf = (reports: readonly StoredReport[]): string =>
  reports.map(({ fromDate, untilDate }) => `${fromDate}..${untilDate ?? ''}`).join(' ');
