import { columnsOf } from '../../src/common/database/columns.js';
import { RideDayHours } from '../../src/modules/statistics/entities/ride-stats.entity.js';
import {
  HourUnpacker,
  hoursIn,
  PACKED_COLUMN_NAMES,
  type HourColumn,
  type StoredHours,
} from '../../src/modules/statistics/hours/packed-hours.js';

type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** One stored hour of a ride; an hour without a wait has the wait -1. */
export type StoredHour = { rideId: number; localDate: string; localHour: number } & Record<HourColumn, number>;

const names = columnsOf(RideDayHours);
const SELECT = `SELECT ${Object.entries(names)
  .map(([property, column]) => `${column} AS ${property}`)
  .join(', ')} FROM ride_day_hours`;

/** The stored hours of rides, unpacked, by ride, date and hour. */
export async function storedRideHours(query: Query, where = '1 = 1'): Promise<StoredHour[]> {
  const unpacker = new HourUnpacker(PACKED_COLUMN_NAMES);
  const days = await query<StoredHours & { rideId: number; localDate: string }>(
    `${SELECT} WHERE ${where} ORDER BY ride_id, local_date`,
  );
  return days.flatMap((day) => {
    const values = unpacker.unpack(day);
    return hoursIn(day.hours).map((localHour) => {
      const ofHour = PACKED_COLUMN_NAMES.map((name) => [name, values[name][localHour]]);
      const { rideId, localDate } = day;
      return { rideId, localDate, localHour, ...(Object.fromEntries(ofHour) as Record<HourColumn, number>) };
    });
  });
}
