import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { ParkAddressField, RideAddressField } from '../../common/http/addresses/query-address.js';
import { UtcInstant } from '../../common/http/dto/request-fields.js';
import { PageInfo, PageQuery } from '../../common/http/dto/page.js';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { RESOLUTION_STATUSES, type ResolutionStatus } from '../findings/finding.js';
import {
  GAP_FILL_SOURCES,
  GAP_FILL_STATES,
  type GapFillSource,
  type GapFillState,
} from '../findings/gap-fill.entity.js';
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';
import { GAP_REASONS, type GapReason } from './detection/gap-reason.js';

const MAX_HOURS = 100_000;

export class GapQuery extends PageQuery {
  @ParkAddressField({
    required: false,
    example: 7,
    description: 'Only gaps of this park, its rides or its destination',
  })
  parkId?: number;

  @RideAddressField({ required: false, description: 'Only gaps of this ride, its park or its destination' })
  rideId?: number;

  @ApiProperty({ type: Number, required: false, minimum: 0, maximum: MAX_HOURS, example: 1.5 })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : value,
  )
  @IsNumber()
  @Min(0)
  @Max(MAX_HOURS)
  minGapHours?: number;

  @ApiProperty({ enum: DATA_SOURCES, enumName: 'DataSource', required: false })
  @IsOptional()
  @IsIn(DATA_SOURCES)
  source?: DataSource;

  @UtcInstant({ required: false, description: 'Only gaps that end after this instant' })
  from?: string;

  @UtcInstant({ required: false, description: 'Only gaps that begin before this instant' })
  to?: string;
}

/** What another source has stored in the time of a gap. */
export class GapFillView {
  @ApiEnumField(GAP_FILL_SOURCES, 'GapFillSource')
  source: GapFillSource;

  @ApiEnumField(GAP_FILL_STATES, 'GapFillState', {
    description:
      'PROVISIONAL: the source has not recorded its days completely; NOT_HELD: the source has nothing for its time; ' +
      'REFUSED: its days lie before those that the account may read; UNAVAILABLE: the day is requested again later',
  })
  state: GapFillState;

  @ApiNumberField({ example: 2.07, description: 'Hours of the gap that are observed now, counted like `hours`' })
  hours: number;

  @ApiTextField({ nullable: true, example: 'imp_4f1d0c9a2b7e83d6f510', description: 'The last import of its days' })
  importId: string | null;

  @ApiInstantField({ description: 'When this was determined' })
  assessedAt: Date;

  @ApiTextField({ nullable: true, example: null, description: 'Why the source could not respond' })
  note: string | null;
}

export class GapView {
  @ApiIdField()
  logId: number;

  @ApiEnumField(GAP_REASONS, 'GapType')
  type: GapReason;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  source: DataSource;

  @ApiProperty({ enum: ['DESTINATION', 'PARK', 'RIDE'], example: 'PARK' })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE';

  @ApiIdField({ example: 7 })
  entityId: number;

  @ApiIdField({ nullable: true, example: 7, description: 'Null: a gap of a whole destination' })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park', description: 'Name of the destination, park or ride' })
  entityName: string | null;

  @ApiInstantField()
  startsAt: Date;

  @ApiInstantField({ description: 'End of the gap; while it is ongoing, when it was last checked' })
  endsAt: Date;

  @ApiNumberField({
    example: 2.07,
    description: 'Length in opening hours where these are known, otherwise in all hours',
  })
  hours: number;

  @ApiBooleanField({ description: 'True: no data has arrived since' })
  isOngoing: boolean;

  @ApiTextField({ example: 'Magic Kingdom Park: no LIVE data for 124 open minutes' })
  description: string;

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ApiTextField({ nullable: true, example: null })
  resolutionNotes: string | null;

  @ApiProperty({ type: GapFillView, nullable: true, description: 'Null: its time was requested from no other source' })
  fill: GapFillView | null;
}

export class GapsBySource {
  @ApiEnumField(DATA_SOURCES, 'DataSource')
  source: DataSource;

  @ApiCountField({ example: 3 })
  count: number;

  @ApiNumberField({ example: 6.2 })
  hours: number;
}

export class GapsByStatus {
  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ApiCountField({ example: 3 })
  count: number;

  @ApiNumberField({ example: 6.2 })
  hours: number;
}

export class GapsSummary {
  @ApiProperty({ type: [GapsBySource] })
  bySource: GapsBySource[];

  @ApiProperty({ type: [GapsByStatus] })
  byStatus: GapsByStatus[];
}

export class GapList {
  @ApiProperty({ type: [GapView], description: 'Newest first' })
  data: GapView[];

  @ApiProperty({ type: PageInfo })
  page: PageInfo;

  @ApiProperty({ type: GapsSummary, description: 'Totals over all matching gaps, not only this page' })
  summary: GapsSummary;
}
