import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { UUID_PATTERN } from '../../reading/field-readers.js';
import { isLocalDate, isUtcInstant } from '../../time/calendar.js';

export interface FieldOptions {
  description?: string;
  /** False makes the field optional, in validation and documentation alike. Default true. */
  required?: boolean;
  example?: string | number;
}

/** Documents a field and, where it is not required, lets validation pass without it. */
function documented(options: FieldOptions, schema: ApiPropertyOptions): PropertyDecorator[] {
  const { required = true, ...rest } = options;
  const property = ApiProperty({ ...schema, ...rest, required } as ApiPropertyOptions);
  return required ? [property] : [property, IsOptional()];
}

/** Converts digits to a number; anything else stays unchanged, and validation reports it. */
export const WholeNumber = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt({ message: '$property must be a whole number' }),
  );

/** Converts `true` and `false` to a boolean; anything else stays unchanged, and validation reports it. */
export const TrueOrFalse = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );

/** A key of the document's parameters: @nestjs/swagger leaves out the default of a parameter whose words are a named schema. */
export const DEFAULT_WORD = 'x-default';

/** One of a fixed list of words, which is a named schema in the OpenAPI document; optional. */
export function WordField(
  words: readonly string[],
  enumName: string,
  options: Omit<FieldOptions, 'required'> & { default?: string } = {},
): PropertyDecorator {
  const own = options.default === undefined ? {} : { [DEFAULT_WORD]: options.default };
  const schema = { enum: [...words], enumName, ...own };
  return applyDecorators(...documented({ ...options, required: false }, schema), IsIn(words));
}

/** A number within bounds, in a query as decimal digits; validation reports anything else. */
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

const MAX_LENGTH = 100;

/** The `q` of a list, optional by default: 1 to 100 characters. */
export function SearchText(description: string, { required = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required, minLength: 1, maxLength: MAX_LENGTH, example: 'park', description }),
    ...(required ? [] : [IsOptional()]),
    IsString(),
    Length(1, MAX_LENGTH),
  );
}

/** Largest id of an unsigned 32 bit column. */
export const MAX_INTERNAL_ID = 4_294_967_295;

/** A local day of the park as `YYYY-MM-DD`; it must exist. */
export function LocalDate(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'date', example: '2024-12-25' }),
    textRule('isLocalDate', isLocalDate, 'a day that exists, as YYYY-MM-DD'),
  );
}

/** An instant as ISO 8601 in UTC with `Z`; seconds and milliseconds are optional. Stays a string. */
export function UtcInstant(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'date-time', example: '2024-12-25T00:05:10.644Z' }),
    textRule('isUtcInstant', isUtcInstant, 'an instant in UTC, such as 2024-12-25T00:05:10Z'),
  );
}

/** The UUID of an entity at ThemeParks.wiki; converted to lower case. */
export function ThemeparksWikiId(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: String, format: 'uuid', example: '89db5d43-c434-4097-b71f-f6869f495a22' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    Matches(UUID_PATTERN, { message: '$property must be a UUID' }),
  );
}

/** An id of this warehouse (park, ride) in a query or body. */
export function InternalIdField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    ...documented(options, { type: 'integer', minimum: 1, maximum: MAX_INTERNAL_ID, example: 42 }),
    WholeNumber(),
    Min(1),
    Max(MAX_INTERNAL_ID),
  );
}

/** Up to `maxIds` internal ids in a query, separated by commas; the handler gets numbers. */
export function InternalIdList({ maxIds, ...options }: FieldOptions & { maxIds: number }): PropertyDecorator {
  const [rule, example] = [new RegExp(`^[1-9]\\d{0,8}(,[1-9]\\d{0,8}){0,${maxIds - 1}}$`), '7,8'];
  return applyDecorators(
    ...documented(options, { type: String, pattern: rule.source, example }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && rule.test(value) ? value.split(',').map(Number) : value,
    ),
    ValidateBy({
      name: 'isIdList',
      validator: {
        validate: (value: unknown) => Array.isArray(value) && value.every(Number.isInteger),
        defaultMessage: () => `$property must be up to ${maxIds} internal ids, separated by commas`,
      },
    }),
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
