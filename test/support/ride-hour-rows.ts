import { NO_TIME, type ScheduledTimeTotals } from '../../src/modules/statistics/days/rollup-rows.js';
import {
  HourPacker,
  HourUnpacker,
  hoursIn,
  type HoursOfRideDay,
  NO_WAIT,
  PACKED_COLUMN_NAMES,
  type PackedHours,
  type StoredHours,
} from '../../src/modules/statistics/hours/packed-hours.js';

/** The totals of one hour of a ride, as an object. */
export interface RideHour extends ScheduledTimeTotals {
  rideId: number;
  localDate: string;
  localHour: number;
}

type Hour = ScheduledTimeTotals & { localHour: number };

export function packHours(ofDay: readonly Hour[], packer = new HourPacker()): PackedHours {
  let hours = 0;
  for (const totals of ofDay) {
    hours |= 1 << totals.localHour;
    for (const name of PACKED_COLUMN_NAMES) packer.values[name][totals.localHour] = totals[name] ?? NO_WAIT;
  }
  return packer.pack(hours);
}

/** A row of `ride_day_hours` to write. */
export const packedDay = (day: { rideId: number; localDate: string; hours: readonly Hour[] }): HoursOfRideDay => {
  return { rideId: day.rideId, localDate: day.localDate, packed: packHours(day.hours) };
};

const stored = ({ hours, columns }: PackedHours): StoredHours => ({
  hours,
  ...Object.fromEntries(
    Object.entries(columns).map(([name, hex]) => [name, hex === null ? null : Buffer.from(hex, 'hex')]),
  ),
});

export function unpackHours(packed: PackedHours): Hour[] {
  const values = new HourUnpacker(PACKED_COLUMN_NAMES).unpack(stored(packed));
  return hoursIn(packed.hours).map((localHour) => {
    const totals = Object.fromEntries(PACKED_COLUMN_NAMES.map((name) => [name, values[name][localHour]!]));
    const [minWait, maxWait] = [totals.minWait, totals.maxWait].map((wait) => (wait === NO_WAIT ? null : wait!));
    return { ...NO_TIME, ...totals, minWait: minWait!, maxWait: maxWait!, localHour };
  });
}

export const unpackedDay = ({ rideId, localDate, packed }: HoursOfRideDay): RideHour[] =>
  unpackHours(packed).map((hour) => ({ rideId, localDate, ...hour }));
