import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { readJson } from '../../common/database/sql-helpers.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { DataQualityLog } from '../findings/data-quality-log.entity.js';
import type { ResolutionStatus } from '../findings/finding.js';
import { type IssueSeverity, issueSeverity, kindsOfSeverity } from '../findings/issue-severity.js';
import { GapFill, type GapFillSource, type GapFillState } from '../findings/gap-fill.entity.js';
import type { GapQuery, GapsSummary, GapView } from './gap.dto.js';
import type { IssueQuery, IssueView } from './issue.dto.js';

const LOG = `${tableOf(DataQualityLog)} q`;
const q = columnsOf(DataQualityLog, 'q');
const [park, ride] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r')];
const [namedPark, namedRide] = [columnsOf(Park, 'np'), columnsOf(Ride, 'nr')];
const namedDestination = columnsOf(Destination, 'nd');

/** SQL on `data_quality_log q`: joins the park, ride or destination of a row. */
const NAME_JOINS = `LEFT JOIN ${tableOf(Park)} np ON ${namedPark.parkId} = ${q.parkId}
  LEFT JOIN ${tableOf(Ride)} nr ON ${q.entityType} = 'RIDE' AND ${namedRide.rideId} = ${q.entityId}
  LEFT JOIN ${tableOf(Destination)} nd ON ${q.entityType} = 'DESTINATION'
    AND ${namedDestination.destinationId} = ${q.entityId}`;

const NAME_COLUMNS = `${namedPark.name} AS parkName, CASE ${q.entityType} WHEN 'RIDE' THEN ${namedRide.name}
  WHEN 'PARK' THEN ${namedPark.name} WHEN 'DESTINATION' THEN ${namedDestination.name} END AS entityName`;

/** SQL on `data_quality_log q`: length of a gap in minutes; where opening hours are known, only these count. */
export const GAP_MINUTES = `COALESCE(JSON_EXTRACT(${q.sample}, '$.missingMinutes') + 0,
  TIMESTAMPDIFF(MINUTE, ${q.windowStart}, ${q.windowEnd}))`;

const f = columnsOf(GapFill, 'f');
const FILL_JOIN = `LEFT JOIN ${tableOf(GapFill)} f ON ${f.logId} = ${q.logId}`;
const FILL_COLUMNS = `${f.source} AS fillSource, ${f.state} AS fillState, ${f.filledMinutes} AS fillMinutes,
  ${f.importId} AS fillImportId, ${f.assessedAt} AS assessedAt, ${f.note} AS fillNote`;

interface FillRow {
  fillSource: GapFillSource | null;
  fillState: GapFillState | null;
  fillMinutes: number | null;
  fillImportId: string | null;
  assessedAt: Date | null;
  fillNote: string | null;
}

/** The source whose data is missing. */
const GAP_SOURCE = `COALESCE(JSON_UNQUOTE(JSON_EXTRACT(${q.sample}, '$.source')), 'ARCHIVE')`;

/** A resolved gap is never ongoing. */
const GAP_IS_ONGOING = `COALESCE(${q.resolutionStatus} <> 'RESOLVED'
  AND JSON_UNQUOTE(JSON_EXTRACT(${q.sample}, '$.isOngoing')) = 'true', 0)`;

const COLUMNS = [
  ...([
    'logId',
    'issueType',
    'reason',
    'entityType',
    'entityId',
    'parkId',
    'importId',
    'windowStart',
    'windowEnd',
  ] as const),
  ...(['recordsAffected', 'firstSeenAt', 'lastSeenAt', 'occurrences', 'description', 'sample'] as const),
  ...(['resolutionStatus', 'resolutionNotes'] as const),
];
const SELECTED = `${selectList(DataQualityLog, COLUMNS, 'q')}, ${NAME_COLUMNS}`;

type IssueRow = RawRow<DataQualityLog, (typeof COLUMNS)[number]> & Pick<IssueView, 'parkName' | 'entityName'>;

interface Where {
  sql: string;
  values: unknown[];
}

/** Reads issues from the quality log. */
@Injectable()
export class IssueRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Most recently found first. */
  async find(query: IssueQuery): Promise<IssueView[]> {
    const { sql, values } = issueConditionsOf(query);
    const rows = await this.dataSource.query<IssueRow[]>(
      `SELECT ${SELECTED} FROM ${LOG} ${NAME_JOINS} WHERE ${sql}
        ORDER BY ${q.lastSeenAt} DESC, ${q.logId} DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map(viewOf);
  }

  async count(query: IssueQuery): Promise<number> {
    const { sql, values } = issueConditionsOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total FROM ${LOG} WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  async findOne(logId: number): Promise<IssueView | null> {
    const sql = `SELECT ${SELECTED} FROM ${LOG} ${NAME_JOINS} WHERE ${q.logId} = ?`;
    const [row] = await this.dataSource.query<IssueRow[]>(sql, [logId]);
    return row === undefined ? null : viewOf(row);
  }
}

function issueConditionsOf(query: IssueQuery): Where {
  const { status, issueType, severity, parkId, destinationId, importId, from, to } = query;
  const conditions: [string, unknown][] = [
    [`${q.resolutionStatus} = ?`, status],
    [`${q.issueType} = ?`, issueType],
    [`${q.parkId} = ?`, parkId],
    [`${q.entityType} = ?`, destinationId === undefined ? undefined : 'DESTINATION'],
    [`${q.entityId} = ?`, destinationId],
    [`${q.importId} = ?`, importId],
    [`${q.lastSeenAt} >= ?`, from === undefined ? undefined : new Date(from)],
    [`${q.firstSeenAt} < ?`, to === undefined ? undefined : new Date(to)],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
  const bySeverity = severity === undefined ? { sql: '1 = 1', values: [] } : severityCondition(severity);
  return {
    sql: [...given.map(([condition]) => condition), bySeverity.sql].join(' AND '),
    values: [...given.map(([, value]) => value), ...bySeverity.values],
  };
}

function severityCondition(severity: IssueSeverity): Where {
  const { types, exceptions, reasons } = kindsOfSeverity(severity);
  return {
    sql: `(${q.issueType} IN (?) AND ${q.reason} NOT IN (?) OR ${q.reason} IN (?))`,
    values: [types, exceptions, reasons.length === 0 ? [''] : reasons],
  };
}

const viewOf = (row: IssueRow): IssueView => ({
  ...row,
  logId: Number(row.logId),
  severity: issueSeverity(row.issueType, row.reason),
  sample: readJson<unknown>(row.sample),
});

type Totals = { key: string; count: number | string; minutes: number | string };

/** Reads gaps from the quality log. */
@Injectable()
export class GapRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async find(query: GapQuery): Promise<GapView[]> {
    const { sql, values } = gapConditionsOf(query);
    const rows = await this.dataSource.query<
      (Omit<GapView, 'hours' | 'isOngoing' | 'fill'> & Record<'minutes' | 'ongoing', number> & FillRow)[]
    >(
      `SELECT ${q.logId} AS logId, ${q.reason} AS type, ${GAP_SOURCE} AS source, ${q.entityType} AS entityType,
              ${q.entityId} AS entityId, ${q.parkId} AS parkId, ${NAME_COLUMNS}, ${q.windowStart} AS startsAt, ${q.windowEnd} AS endsAt,
              ${GAP_MINUTES} AS minutes, ${GAP_IS_ONGOING} AS ongoing, ${q.description} AS description,
              ${q.resolutionStatus} AS resolutionStatus, ${q.resolutionNotes} AS resolutionNotes,
              ${FILL_COLUMNS}
         FROM ${LOG} ${NAME_JOINS} ${FILL_JOIN} WHERE ${sql}
        ORDER BY ${q.windowStart} DESC, ${q.logId} DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map((row) => {
      const { minutes, ongoing, fillSource, fillState, fillMinutes, fillImportId, assessedAt, fillNote, ...gap } = row;
      const rest = { source: fillSource!, hours: hoursOf(fillMinutes ?? 0), importId: fillImportId };
      const fill = fillState === null ? null : { ...rest, state: fillState, assessedAt: assessedAt!, note: fillNote };
      return { ...gap, logId: Number(gap.logId), hours: hoursOf(minutes), isOngoing: Number(ongoing) === 1, fill };
    });
  }

  /** Totals over all gaps that match the query, not only one page. */
  async summarise(query: GapQuery): Promise<GapsSummary & { total: number }> {
    const bySource = await this.totals(GAP_SOURCE, query);
    const byStatus = await this.totals(q.resolutionStatus, query);
    return {
      total: byStatus.reduce((sum, { count }) => sum + count, 0),
      bySource: bySource.map(({ key, ...rest }) => ({ source: key as 'LIVE' | 'ARCHIVE', ...rest })),
      byStatus: byStatus.map(({ key, ...rest }) => ({ resolutionStatus: key as ResolutionStatus, ...rest })),
    };
  }

  private async totals(key: string, query: GapQuery): Promise<{ key: string; count: number; hours: number }[]> {
    const { sql, values } = gapConditionsOf(query);
    const rows = await this.dataSource.query<Totals[]>(
      `SELECT g.code AS \`key\`, COUNT(*) AS count, SUM(g.minutes) AS minutes
         FROM (SELECT ${key} AS code, ${GAP_MINUTES} AS minutes FROM ${LOG} WHERE ${sql}) g
        GROUP BY g.code ORDER BY g.code`,
      values,
    );
    return rows.map((row) => ({ key: row.key, count: Number(row.count), hours: hoursOf(row.minutes) }));
  }
}

const hoursOf = (minutes: number | string): number => Math.round((Number(minutes) / 60) * 100) / 100;

/**
 * A park's gap also matches each of its rides, or only the rides that it names; a destination's gap also matches each of
 * its parks.
 */
function gapConditionsOf({ parkId, rideId, minGapHours, source, from, to }: GapQuery): Where {
  const parts: Where[] = [{ sql: `${q.issueType} = 'GAP'`, values: [] }];
  const add = (sql: string, ...values: unknown[]) => parts.push({ sql, values });
  const ofPark = `(${q.entityType} <> 'RIDE' AND ${q.parkId} = ${park.parkId}
    OR ${q.entityType} = 'DESTINATION' AND ${q.entityId} = ${park.destinationId})`;
  if (parkId !== undefined) {
    const isPark = `SELECT 1 FROM ${tableOf(Park)} p WHERE ${park.parkId} = ? AND ${ofPark}`;
    add(`(${q.parkId} = ? OR EXISTS (${isPark}))`, parkId, parkId);
  }
  if (rideId !== undefined) {
    const parkOfRide = `SELECT 1 FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
      WHERE ${ride.rideId} = ? AND ${ofPark}`;
    const isNamed = `(${q.reason} <> 'RIDES_DROPPED_OUT' OR JSON_CONTAINS(${q.sample}, ?, '$.rideIds'))`;
    add(`(${q.entityType} = 'RIDE' AND ${q.entityId} = ? OR EXISTS (${parkOfRide}) AND ${isNamed})`, rideId, rideId, String(rideId)); // prettier-ignore
  }
  if (minGapHours !== undefined) add(`${GAP_MINUTES} >= ?`, minGapHours * 60);
  if (source !== undefined) add(`${GAP_SOURCE} = ?`, source);
  if (from !== undefined) add(`${q.windowEnd} > ?`, new Date(from));
  if (to !== undefined) add(`${q.windowStart} < ?`, new Date(to));
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}
