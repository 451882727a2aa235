import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { pathParameter } from '../../../../common/http/dto/path-ids.js';
import { WholeNumber } from '../../../../common/http/dto/whole-number.js';
import { ValidationFailedError } from '../../../../common/http/http-errors.js';

export const DEFAULT_GROWTH_DAYS = 30;
const MAX_GROWTH_DAYS = 365;
const JOB_ID = /^msr_[0-9a-f]{20}$/;

export class GrowthQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_GROWTH_DAYS,
    default: DEFAULT_GROWTH_DAYS,
    description: 'Days back from today whose measurements are used',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_GROWTH_DAYS)
  days: number = DEFAULT_GROWTH_DAYS;
}

/** The path parameter `:jobId`. */
export function MeasurementJobId(): ParameterDecorator {
  return pathParameter(
    { name: 'jobId', schema: { type: 'string', pattern: JOB_ID.source, example: 'msr_5025d2b4013669561c8d' } },
    (text) => {
      if (JOB_ID.test(text)) return text;
      throw new ValidationFailedError({ jobId: ['jobId must be msr_ and 20 hex digits'] });
    },
  );
}
