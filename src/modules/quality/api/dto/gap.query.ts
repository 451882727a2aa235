import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import { InternalIdField, UtcInstant } from '../../../../common/http/dto/fields.js';
import { PageQuery } from '../../../../common/http/dto/page.js';
import { DATA_SOURCES, type DataSource } from '../../../snapshots/observations.js';

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
