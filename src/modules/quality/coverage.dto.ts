import { ApiProperty } from '@nestjs/swagger';
import { ParkAddressField } from '../../common/http/addresses/query-address.js';
import { LocalDate } from '../../common/http/dto/request-fields.js';
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

  @ParkAddressField({ required: false, example: 7 })
  parkId?: number;
}

export class CoverageDayView {
  @ApiDateField()
  date: string;

  @ApiNumberField({
    nullable: true,
    example: 0.98,
    description: 'Observed share of the opening hours over all rides, from 0 to 1; null: the park was never open',
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
    description: 'Sources with data of the park',
  })
  sources: DataSource[];

  @ApiProperty({
    enum: ['EXCLUDED', 'MISSING_ARCHIVE', 'INVALID_DATA'],
    nullable: true,
    example: null,
    description:
      'Why the day may be incomplete: some of the park’s data is excluded (EXCLUDED), the archive has no file for a part ' +
      'of it (MISSING_ARCHIVE), or its file is unreadable (INVALID_DATA)',
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
      'EXCLUDED: the park’s data is excluded; MISSING_ARCHIVE: the archive has no file; INVALID_DATA: its file is ' +
      'unreadable; CLOSED: closed by the schedule; NO_DATA: no observation, for no known reason',
  })
  reason: 'EXCLUDED' | 'MISSING_ARCHIVE' | 'INVALID_DATA' | 'CLOSED' | 'NO_DATA';
}

export class CoverageParkView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  name: string;

  @ApiTextField({ example: 'Walt Disney World' })
  destinationName: string;

  @ApiNumberField({
    nullable: true,
    example: 0.97,
    description: 'Observed share over all days; long days count for more',
  })
  coverage: number | null;

  @ApiProperty({ type: [CoverageDayView] })
  days: CoverageDayView[];

  @ApiProperty({ type: [MissingDayView], description: 'Days up to today without any observation' })
  missingDays: MissingDayView[];
}

export class CoverageReport {
  @ApiDateField()
  startDate: string;

  @ApiDateField({ example: '2024-12-31' })
  endDate: string;

  @ApiProperty({ type: [CoverageParkView] })
  parks: CoverageParkView[];
}
