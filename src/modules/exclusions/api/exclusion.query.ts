import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { InternalIdField, UtcInstant } from '../../../common/http/dto/fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import {
  EXCLUSION_ORIGINS,
  EXCLUSION_REASONS,
  EXCLUSION_SCOPES,
  type ExclusionOrigin,
  type ExclusionReason,
  type ExclusionScope,
} from '../exclusion.js';

export class ExclusionQuery extends PageQuery {
  @InternalIdField({ required: false, example: 7, description: 'Exclusions of this park and of its rides' })
  parkId?: number;

  @InternalIdField({ required: false })
  rideId?: number;

  @ApiProperty({ type: Boolean, required: false, description: 'True: those that hold; false: those that were revoked' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;

  @ApiProperty({ enum: EXCLUSION_REASONS, enumName: 'ExclusionReason', required: false })
  @IsOptional()
  @IsIn(EXCLUSION_REASONS)
  reason?: ExclusionReason;

  @ApiProperty({ enum: EXCLUSION_ORIGINS, enumName: 'ExclusionOrigin', required: false })
  @IsOptional()
  @IsIn(EXCLUSION_ORIGINS)
  origin?: ExclusionOrigin;
}

/** A text of a person that may be left out. */
const OptionalText = (maxLength: number, example: string, description: string): PropertyDecorator => {
  return (target, key) => {
    ApiProperty({ type: String, required: false, minLength: 1, maxLength, example, description })(target, key);
    IsOptional()(target, key);
    IsString()(target, key);
    Length(1, maxLength)(target, key);
  };
};

export class DecisionBody {
  @OptionalText(2048, 'The feed repeats the state of last Tuesday', 'Why')
  note?: string;

  @OptionalText(64, 'J. Doe', 'Who decided it')
  by?: string;
}

export class CreateExclusionBody extends DecisionBody {
  @InternalIdField({ required: false, example: 7, description: 'May be left out where `rideId` is given' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'Without it the whole park' })
  rideId?: number;

  @UtcInstant({ description: 'First instant of the interval' })
  from: string;

  @UtcInstant({
    required: false,
    example: '2024-12-25T03:00:00Z',
    description: 'End of the interval, not part of it; without it the exclusion is in progress until it is revoked',
  })
  to?: string;

  @ApiProperty({ enum: EXCLUSION_SCOPES, enumName: 'ExclusionScope', required: false, default: 'ALL' })
  @IsOptional()
  @IsIn(EXCLUSION_SCOPES)
  scope: ExclusionScope = 'ALL';
}
