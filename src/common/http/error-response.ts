import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors/domain-error.js';

export class ErrorBody {
  @ApiProperty({ enum: ERROR_CODES, enumName: 'ErrorCode', example: 'VALIDATION_FAILED' })
  code: ErrorCode;

  @ApiProperty({ description: 'For people; may change.', example: 'The request is not valid' })
  message: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Depends on the code; of VALIDATION_FAILED: the problems of each field, by its path.',
    example: { startDate: ['startDate must be a day as YYYY-MM-DD'] },
  })
  details: Readonly<Record<string, unknown>>;
}

/** The body of every answer that is not a success. */
export class ErrorResponse {
  @ApiProperty()
  error: ErrorBody;

  @ApiProperty({ description: 'Also in the header X-Request-Id; finds the request in the log.', example: 'a1b2c3' })
  requestId: string;
}
