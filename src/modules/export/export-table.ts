import { sqlInstant } from '../snapshots/writing/observation.sql.js';

/** `2024-12-25T00:05:10.644Z`, without a Date for each of millions of cells. */
export const instantText = (instantMs: number): string => `${sqlInstant(instantMs).replace(' ', 'T')}Z`;

/** A value as it leaves the database; instants are milliseconds since 1970 UTC. */
export type Cell = string | number | null;

/** What kind of value a column has; every format has its own way to write each kind. */
export type ColumnType = 'id' | 'count' | 'word' | 'name' | 'instant';

export interface ExportColumn {
  /** As the HTTP API calls it, with its unit. */
  name: string;
  type: ColumnType;
  nullable: boolean;
  /** Whether it says something about the ride, and so is the same in all rows of a batch, or about the row. */
  of: 'ride' | 'row';
}

/** Whose rows are exported. `rideId` is the ride under which they are stored, `canonicalRideId` the one that it counts as. */
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
  columns: readonly ExportColumn[];
  /** The rows of a ride in a window after a row, in the order of their natural key. */
  batchSql(rideId: number, window: ExportWindow, after: StoredRow | null, limit: number): string;
}

/** The columns that every exported row begins with. */
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
