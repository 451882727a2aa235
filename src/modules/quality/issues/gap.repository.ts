import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ResolutionStatus } from '../../findings/resolution/resolution-state.js';
import type { GapView, GapsSummary } from '../api/dto/gap.dto.js';
import type { GapQuery } from '../api/dto/gap.query.js';
import { GAP_IS_ONGOING, GAP_MINUTES, GAP_SOURCE } from './gap-sql.js';
import { NAME_COLUMNS, NAME_JOINS } from './name-sql.js';

interface Where {
  sql: string;
  values: unknown[];
}

type Totals = { key: string; count: number | string; minutes: number | string };

/** SQL that asks for gaps in the quality log. */
@Injectable()
export class GapRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async find(query: GapQuery): Promise<GapView[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<
      (Omit<GapView, 'hours' | 'isOngoing'> & Record<'minutes' | 'ongoing', number>)[]
    >(
      `SELECT q.log_id AS logId, q.reason AS type, ${GAP_SOURCE} AS source, q.entity_type AS entityType,
              q.entity_id AS entityId, q.park_id AS parkId, ${NAME_COLUMNS}, q.window_start AS startsAt, q.window_end AS endsAt,
              ${GAP_MINUTES} AS minutes, ${GAP_IS_ONGOING} AS ongoing, q.description,
              q.resolution_status AS resolutionStatus, q.resolution_notes AS resolutionNotes
         FROM data_quality_log q ${NAME_JOINS} WHERE ${sql} ORDER BY q.window_start DESC, q.log_id DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map(({ minutes, ongoing, ...gap }) => {
      return { ...gap, logId: Number(gap.logId), hours: hoursOf(minutes), isOngoing: Number(ongoing) === 1 };
    });
  }

  /** Of all gaps that the query means, not of one page. */
  async summarise(query: GapQuery): Promise<GapsSummary & { total: number }> {
    const bySource = await this.totals(GAP_SOURCE, query);
    const byStatus = await this.totals('q.resolution_status', query);
    return {
      total: byStatus.reduce((sum, { count }) => sum + count, 0),
      bySource: bySource.map(({ key, ...rest }) => ({ source: key as 'LIVE' | 'ARCHIVE', ...rest })),
      byStatus: byStatus.map(({ key, ...rest }) => ({ resolutionStatus: key as ResolutionStatus, ...rest })),
    };
  }

  private async totals(key: string, query: GapQuery): Promise<{ key: string; count: number; hours: number }[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<Totals[]>(
      `SELECT g.word AS \`key\`, COUNT(*) AS count, SUM(g.minutes) AS minutes
         FROM (SELECT ${key} AS word, ${GAP_MINUTES} AS minutes FROM data_quality_log q WHERE ${sql}) g
        GROUP BY g.word ORDER BY g.word`,
      values,
    );
    return rows.map(({ key: word, count, minutes }) => {
      return { key: word, count: Number(count), hours: hoursOf(minutes) };
    });
  }
}

const hoursOf = (minutes: number | string): number => Math.round((Number(minutes) / 60) * 100) / 100;

/**
 * A gap of a park is one of each of its rides, or of those that it names, and one of a destination is one of each of its
 * parks.
 */
function whereOf({ parkId, rideId, minGapHours, source, from, to }: GapQuery): Where {
  const parts: Where[] = [{ sql: `q.issue_type = 'GAP'`, values: [] }];
  const add = (sql: string, ...values: unknown[]) => parts.push({ sql, values });
  const ofPark = `(q.entity_type <> 'RIDE' AND q.park_id = p.park_id
    OR q.entity_type = 'DESTINATION' AND q.entity_id = p.destination_id)`;
  if (parkId !== undefined) {
    add(`(q.park_id = ? OR EXISTS (SELECT 1 FROM parks p WHERE p.park_id = ? AND ${ofPark}))`, parkId, parkId);
  }
  if (rideId !== undefined) {
    const parkOfRide = `SELECT 1 FROM rides r JOIN parks p ON p.park_id = r.park_id WHERE r.ride_id = ? AND ${ofPark}`;
    const isNamed = `(q.reason <> 'RIDES_DROPPED_OUT' OR JSON_CONTAINS(q.sample, ?, '$.rideIds'))`;
    add(`(q.entity_type = 'RIDE' AND q.entity_id = ? OR EXISTS (${parkOfRide}) AND ${isNamed})`, rideId, rideId, String(rideId)); // prettier-ignore
  }
  if (minGapHours !== undefined) add(`${GAP_MINUTES} >= ?`, minGapHours * 60);
  if (source !== undefined) add(`${GAP_SOURCE} = ?`, source);
  if (from !== undefined) add('q.window_end > ?', new Date(from));
  if (to !== undefined) add('q.window_start < ?', new Date(to));
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}
