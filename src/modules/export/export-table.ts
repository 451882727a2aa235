import { sqlInstant } from '../../common/database/sql-instant.js';
import type { PartitionedTable } from '../snapshots/partitions/partition-plan.js';

/** `2024-12-25T00:05:10.644Z`, without creating a Date for each of millions of cells. */
export const instantText = (instantMs: number): string => `${sqlInstant(instantMs).replace(' ', 'T')}Z`;

/** A value as the database returns it; instants are milliseconds since 1970 UTC. */
export type Cell = string | number | null;

/** The kind of value in a column; every format encodes each kind in its own way. */
export type ColumnType = 'id' | 'count' | 'code' | 'name' | 'instant';

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

/** Rows of one ride, in the order of their natural key. */
export interface Batch {
  ride: ExportedRide;
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
  /** Partitioned by `recorded_at`; its primary key begins with `ride_id`. */
  table: PartitionedTable;
  columns: readonly ExportColumn[];
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

export const cellOf = ({ name, of }: ExportColumn, ride: ExportedRide, row: StoredRow): Cell =>
  of === 'row' ? row[name]! : ride[name as keyof ExportedRide];
