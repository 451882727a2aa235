import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { InternalIdField, UtcInstant } from '../../common/http/dto/request-fields.js';
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
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';
import { GAP_REASONS, type GapReason } from './detection/gap-reason.js';

const MAX_HOURS = 100_000;

export class GapQuery extends PageQuery {
  @InternalIdField({ required: false, example: 7, description: 'Gaps of this park, its rides or its destination' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'Gaps of this ride, its park or its destination' })
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

  @UtcInstant({ required: false, description: 'Gaps that end after it' })
  from?: string;

  @UtcInstant({ required: false, description: 'Gaps that begin before it' })
  to?: string;
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

  @ApiIdField({ nullable: true, example: 7, description: 'Null: of a whole destination' })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park', description: 'Of that destination, park or ride' })
  entityName: string | null;

  @ApiInstantField()
  startsAt: Date;

  @ApiInstantField({ description: 'Of a gap that goes on, when it was last looked at' })
  endsAt: Date;

  @ApiNumberField({ example: 2.07, description: 'Without nights, where the opening hours are known' })
  hours: number;

  @ApiBooleanField({ description: 'Nothing has come since' })
  isOngoing: boolean;

  @ApiTextField({ example: 'Magic Kingdom Park: no LIVE data for 124 open minute(s)' })
  description: string;

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ApiTextField({ nullable: true, example: null })
  resolutionNotes: string | null;
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

  @ApiProperty({ type: GapsSummary, description: 'Of all gaps that were asked for, not of the page' })
  summary: GapsSummary;
}
