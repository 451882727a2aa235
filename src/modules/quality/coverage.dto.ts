import { ApiProperty } from '@nestjs/swagger';
import { InternalIdField, LocalDate } from '../../common/http/dto/request-fields.js';
import {
  ApiCountField,
  ApiDateField,
  ApiIdField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';

export class CoverageQuery {
  @LocalDate({ description: 'First local day' })
  startDate: string;

  @LocalDate({ example: '2024-12-31', description: 'Last local day; at most 31 days for all parks, 366 for one' })
  endDate: string;

  @InternalIdField({ required: false, example: 7 })
  parkId?: number;
}

export class ScheduledTimeDayView {
  @ApiDateField()
  date: string;

  @ApiNumberField({
    nullable: true,
    example: 0.98,
    description: 'Share of the time the park was open that was observed, over its rides, from 0 to 1; null: never open',
  })
  coverage: number | null;

  @ApiNumberField({ example: 13.5, description: 'Hours the park was open' })
  scheduledHours: number;

  @ApiCountField({ example: 5230 })
  snapshots: number;

  @ApiProperty({
    enum: DATA_SOURCES,
    isArray: true,
    example: ['LIVE'],
    description: 'Which sources had data of the park',
  })
  sources: DataSource[];

  @ApiProperty({
    enum: ['EXCLUDED', 'MISSING_ARCHIVE', 'INVALID_DATA'],
    nullable: true,
    example: null,
    description:
      'Why the day may not be whole: some of the park’s data does not count, or the archive has no file for a part of it, ' +
      'or one that cannot be read',
  })
  reason: 'EXCLUDED' | 'MISSING_ARCHIVE' | 'INVALID_DATA' | null;
}

export class MissingDayView {
  @ApiDateField({ example: '2024-12-26' })
  date: string;

  @ApiProperty({
    enum: ['EXCLUDED', 'MISSING_ARCHIVE', 'INVALID_DATA', 'CLOSED', 'NO_DATA'],
    example: 'NO_DATA',
    description:
      'The park’s data does not count; the archive has no file, or one that cannot be read; the schedule says closed; or nothing is known but that there is nothing',
  })
  reason: 'EXCLUDED' | 'MISSING_ARCHIVE' | 'INVALID_DATA' | 'CLOSED' | 'NO_DATA';
}

export class ParkScheduledTimeView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  name: string;

  @ApiNumberField({ nullable: true, example: 0.97, description: 'Of the days together' })
  coverage: number | null;

  @ApiProperty({ type: [ScheduledTimeDayView] })
  days: ScheduledTimeDayView[];

  @ApiProperty({ type: [MissingDayView], description: 'Days up to today without a single observation' })
  missingDays: MissingDayView[];
}

export class ScheduledTimeReport {
  @ApiDateField()
  startDate: string;

  @ApiDateField({ example: '2024-12-31' })
  endDate: string;

  @ApiProperty({ type: [ParkScheduledTimeView] })
  parks: ParkScheduledTimeView[];
}
