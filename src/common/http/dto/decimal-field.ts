import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsNumber, Max, Min } from 'class-validator';
import { documented, type FieldOptions } from './field-options.js';

/** A number, of a query also as its decimal digits, within bounds; anything else is named by validation. */
export function DecimalField(options: FieldOptions & { minimum: number; maximum: number }): PropertyDecorator {
  const { minimum, maximum, ...rest } = options;
  return applyDecorators(
    ...documented(rest, { type: Number, minimum, maximum }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}(\.\d{1,20})?$/.test(value) ? Number(value) : value,
    ),
    IsNumber({}, { message: '$property must be a number' }),
    Min(minimum),
    Max(maximum),
  );
}
