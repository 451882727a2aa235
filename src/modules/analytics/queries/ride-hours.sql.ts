import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import { Ride as RideEntity } from '../../catalog/entities/ride.entity.js';
import { ParkDownReport } from '../../statistics/entities/park-stats.entity.js';
import { RideDayHours } from '../../statistics/entities/ride-stats.entity.js';
import {
  type HourColumn,
  HourUnpacker,
  type HoursByColumn,
  hoursIn,
  type StoredHours,
} from '../../statistics/hours/packed-hours.js';
import { joinDownReport } from '../../statistics/rollup-totals.js';
import type { Target } from './target.sql.js';

type Ride = Pick<Target, 'parkId' | 'rideId'>;

/** The hours of one day of a ride. */
export interface UnpackedDay {
  date: string;
  /** Whether the park's feed reports DOWN on the day. */
  reportsDown: boolean;
  /** The local hours that have statistics, in order. */
  hours: number[];
  /** By column and hour. The next day overwrites them. */
  values: HoursByColumn;
}

/** The hours of one day of one ride of several. */
export type UnpackedRideDay = Omit<UnpackedDay, 'reportsDown'> & { rideId: number };

type DayRow = StoredHours & { date: string; reportsDown: number };
type RideDayRow = StoredHours & { rideId: number; date: string };

const [day, report] = [columnsOf(RideDayHours), columnsOf(ParkDownReport, 'w')];
const [hours, ride] = [columnsOf(RideDayHours, 'h'), columnsOf(RideEntity, 'r')];

/** Reads the packed hours of a ride. */
@Injectable()
export class RideHoursRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The stored days of the span, in order, with the hours of these columns. */
  findDays(ride: Ride, { from, to }: DaySpan, columns: readonly HourColumn[]): Promise<Iterable<UnpackedDay>> {
    return this.find(ride, columns, `${day.localDate} BETWEEN ? AND ?`, [from, to]);
  }

  /** The stored days of these dates, in order, with the hours of these columns. */
  async findDates(
    ride: Ride,
    dates: readonly string[],
    columns: readonly HourColumn[],
  ): Promise<Iterable<UnpackedDay>> {
    return dates.length === 0 ? [] : this.find(ride, columns, `${day.localDate} IN (?)`, [dates]);
  }

  /**
   * The stored days of these dates of every ride of a park, with the hours of these columns. The ids of the rides are read first: a
   * join would read all days of each ride.
   */
  async findParkDates(
    parkId: number,
    dates: readonly string[],
    columns: readonly HourColumn[],
  ): Promise<Iterable<UnpackedRideDay>> {
    const unpacker = new HourUnpacker(columns);
    const packed = unpacker.columns.map((name) => `${hours[name]} AS ${name}`).join(', ');
    const rides = await this.dataSource.manager.query<{ rideId: number }[]>(
      `SELECT ${ride.rideId} AS rideId FROM ${tableOf(RideEntity)} r WHERE ${ride.parkId} = ?`,
      [parkId],
    );
    if (rides.length === 0 || dates.length === 0) return [];
    const rows = await this.dataSource.manager.query<RideDayRow[]>(
      `SELECT ${hours.rideId} AS rideId, ${hours.localDate} AS date, ${hours.hours} AS hours, ${packed}
         FROM ${tableOf(RideDayHours)} h WHERE ${hours.rideId} IN (?) AND ${hours.localDate} IN (?)`,
      [rides.map(({ rideId }) => rideId), dates],
    );
    return unpackedRideDays(rows, unpacker);
  }

  private async find(
    { parkId, rideId }: Ride,
    columns: readonly HourColumn[],
    where: string,
    values: readonly unknown[],
  ): Promise<Iterable<UnpackedDay>> {
    const unpacker = new HourUnpacker(columns);
    const packed = unpacker.columns.map((name) => `${day[name]} AS ${name}`).join(', ');
    const rows = await this.dataSource.manager.query<DayRow[]>(
      `SELECT ${day.localDate} AS date, ${report.fromDate} IS NOT NULL AS reportsDown, ${day.hours} AS hours, ${packed}
         FROM ${tableOf(RideDayHours)} ${joinDownReport(day.localDate)}
        WHERE ${day.rideId} = ? AND ${where} ORDER BY ${day.localDate}`,
      [parkId, rideId, ...values],
    );
    return unpacked(rows, unpacker);
  }
}

function* unpacked(rows: readonly DayRow[], unpacker: HourUnpacker): Generator<UnpackedDay> {
  for (const row of rows) {
    const { date, reportsDown } = row;
    yield { date, reportsDown: reportsDown === 1, hours: hoursIn(row.hours), values: unpacker.unpack(row) };
  }
}

function* unpackedRideDays(rows: readonly RideDayRow[], unpacker: HourUnpacker): Generator<UnpackedRideDay> {
  for (const row of rows) {
    const { rideId, date } = row;
    yield { rideId, date, hours: hoursIn(row.hours), values: unpacker.unpack(row) };
  }
}
