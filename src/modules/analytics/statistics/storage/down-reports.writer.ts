import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { downReportsOf, type MonthOfDays, type StoredReport } from '../down-reports.js';

/** As bits: a park of ten years has 3,650 days, and the answer 120 rows. */
const MONTHS = `
  SELECT EXTRACT(YEAR_MONTH FROM stat_date) AS yearMonth, BIT_OR(IF(down_ms > 0, 1 << DAY(stat_date), 0)) AS down,
         BIT_OR(IF(scheduled_operating_ms > 0, 1 << DAY(stat_date), 0)) AS operated
    FROM park_daily_stats WHERE park_id = ? GROUP BY yearMonth ORDER BY yearMonth LOCK IN SHARE MODE`;

/** SQL that keeps since when, and until when, a park's feed reports DOWN. */
@Injectable()
export class DownReportsWriter {
  /** In the caller's transaction, after its days were written. Waits for a day that is just being written. */
  async refresh(manager: EntityManager, parkId: number): Promise<void> {
    const rows = await manager.query<Record<keyof MonthOfDays, number | string>[]>(MONTHS, [parkId]);
    const reports = downReportsOf(rows.map(withNumbers));
    await this.replace(manager, parkId, reports);
    const isReporting = reports.at(-1)?.untilDate === null;
    const reportsDown = rows.length === 0 ? null : isReporting;
    await manager.query('UPDATE parks SET reports_down = ? WHERE park_id = ? AND NOT (reports_down <=> ?)', [
      reportsDown,
      parkId,
      reportsDown,
    ]);
  }

  /** Days are computed again and again: nearly always nothing changes. */
  private async replace(manager: EntityManager, parkId: number, reports: readonly StoredReport[]): Promise<void> {
    const stored = await manager.query<StoredReport[]>(
      `SELECT DATE_FORMAT(from_date, '%Y-%m-%d') AS fromDate, DATE_FORMAT(until_date, '%Y-%m-%d') AS untilDate
         FROM park_down_reports WHERE park_id = ? ORDER BY from_date`,
      [parkId],
    );
    if (textOf(stored) === textOf(reports)) return;
    await manager.query('DELETE FROM park_down_reports WHERE park_id = ?', [parkId]);
    if (reports.length === 0) return;
    await manager.query(
      `INSERT INTO park_down_reports (park_id, from_date, until_date) VALUES ${reports.map(() => '(?,?,?)').join(',')}`,
      reports.flatMap(({ fromDate, untilDate }) => [parkId, fromDate, untilDate]),
    );
  }
}

const textOf = (reports: readonly StoredReport[]): string =>
  reports.map(({ fromDate, untilDate }) => `${fromDate}..${untilDate ?? ''}`).join(' ');

/** A BIGINT may come as text; these fit a number. */
const withNumbers = (row: Record<keyof MonthOfDays, number | string>): MonthOfDays => ({
  yearMonth: Number(row.yearMonth),
  down: Number(row.down),
  operated: Number(row.operated),
});
