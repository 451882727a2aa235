import { sqlInstant } from '../../common/database/sql-helpers.js';
import type { PartitionedTable } from '../snapshots/partitions/partition-plan.js';

/** `2024-12-25T00:05:10.644Z`, without creating a Date for each of millions of cells. */
export const instantText = (instantMs: number): string => `${sqlInstant(instantMs).replace(' ', 'T')}Z`;

/** A value as the database returns it; instants are milliseconds since 1970 UTC, dates are `YYYY-MM-DD`, flags are 0 or 1. */
export type Cell = string | number | null;

/**
 * The kind of value in a column; every format encodes each kind in its own way. A count has 32 bits and an integer 64. A code is a
 * word of this program; a name comes from outside, and so does JSON.
 */
export type ColumnType = 'id' | 'count' | 'integer' | 'real' | 'flag' | 'code' | 'name' | 'json' | 'date' | 'instant';

export interface ExportColumn {
  /** The field name of the HTTP API, with its unit. */
  name: string;
  type: ColumnType;
  nullable: boolean;
  /** Whether the value belongs to the ride, and is the same in all rows of a batch, or to the row. */
  of: 'ride' | 'row';
}

/** A ride whose rows are exported: they are stored under `rideId` and count as `canonicalRideId`. */
export interface ExportedRide {
  rideId: number;
  canonicalRideId: number;
  /** Name and park of the canonical ride. */
  rideName: string;
  parkId: number;
}

export type StoredRow = Readonly<Record<string, Cell>>;

/** Rows in order. */
export interface Batch {
  /** The ride of all rows; null if there are no columns of rides. */
  ride: ExportedRide | null;
  rows: readonly StoredRow[];
}

/** Instants [fromMs, toMs). */
export interface ExportWindow {
  fromMs: number;
  toMs: number;
}

/** A table that can be exported. */
export interface Dataset {
  name: string;
  /** For lists of datasets: what a row is. */
  summary: string;
  /** Partitioned by `recorded_at`; its primary key begins with `ride_id`. */
  table: PartitionedTable;
  columns: readonly ExportColumn[];
  /** SQL: the columns of the row itself, in their order. */
  select: string;
  /** SQL: the rows of a ride in a window, after a given row, in the order of their natural key. */
  batchSql(rideId: number, window: ExportWindow, after: StoredRow | null, limit: number): string;
}

/** The leading columns of every exported row. */
export const RIDE_COLUMNS: readonly ExportColumn[] = [
  { name: 'rideId', type: 'id', nullable: false, of: 'ride' },
  { name: 'canonicalRideId', type: 'id', nullable: false, of: 'ride' },
  { name: 'rideName', type: 'name', nullable: false, of: 'ride' },
  { name: 'parkId', type: 'id', nullable: false, of: 'ride' },
];

/** A column of the row itself. */
export const rowColumn = (name: string, type: ColumnType, { nullable }: { nullable: boolean }): ExportColumn => ({
  name,
  type,
  nullable,
  of: 'row',
});

export const cellOf = ({ name, of }: ExportColumn, ride: ExportedRide | null, row: StoredRow): Cell =>
  of === 'row' ? row[name]! : ride![name as keyof ExportedRide];
