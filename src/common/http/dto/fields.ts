import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Matches, Max, Min, ValidateBy } from 'class-validator';
import { isLocalDate, isUtcInstant } from './calendar.js';
import { documented, type FieldOptions } from './field-options.js';
import { WholeNumber } from './whole-number.js';
import { UUID_PATTERN } from '../../reading/uuid.js';

/** Largest id of an unsigned 32 bit column. */
export const MAX_INTERNAL_ID = 4_294_967_295;

/** A day of the park's calendar as `YYYY-MM-DD`; only days that exist. */
export function LocalDate(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'date', example: '2024-12-25' }),
    textRule('isLocalDate', isLocalDate, 'a day that exists, as YYYY-MM-DD'),
  );
}

/** An instant as ISO 8601 in UTC with `Z`; seconds and milliseconds may be left out. Stays a string. */
export function UtcInstant(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'date-time', example: '2024-12-25T00:05:10.644Z' }),
    textRule('isUtcInstant', isUtcInstant, 'an instant in UTC, such as 2024-12-25T00:05:10Z'),
  );
}

/** The UUID of an entity at ThemeParks.wiki; arrives in lower case. */
export function ThemeparksWikiId(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'uuid', example: '89db5d43-c434-4097-b71f-f6869f495a22' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    Matches(UUID_PATTERN, { message: '$property must be a UUID' }),
  );
}

/** An id of this warehouse (a park's, a ride's) in a query or body. */
export function InternalIdField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: 'integer', minimum: 1, maximum: MAX_INTERNAL_ID, example: 42 }),
    WholeNumber(),
    Min(1),
    Max(MAX_INTERNAL_ID),
  );
}

function textRule(name: string, validate: (text: string) => boolean, wanted: string): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && validate(value),
      defaultMessage: () => `$property must be ${wanted}`,
    },
  });
}
