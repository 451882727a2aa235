import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** Fields of responses, documented with type, unit and example. Validated request fields are in request-fields.ts. */
export interface ApiFieldOptions {
  description?: string;
  example?: string | number | boolean | null;
  /** The value may be null; describe when in the description. */
  nullable?: boolean;
}

const apiField =
  (schema: ApiPropertyOptions) =>
  (options: ApiFieldOptions = {}): PropertyDecorator =>
    ApiProperty({ ...schema, ...options });

/** An instant in UTC, as ISO 8601 with milliseconds and `Z`. */
export const ApiInstantField = apiField({ type: String, format: 'date-time', example: '2024-12-25T00:05:10.644Z' });
export const ApiDateField = apiField({ type: String, format: 'date', example: '2024-12-25' });
export const ApiUuidField = apiField({ type: String, format: 'uuid', example: '89db5d43-c434-4097-b71f-f6869f495a22' });
/** An id of this warehouse. */
export const ApiIdField = apiField({ type: 'integer', minimum: 1, example: 42 });
export const ApiCountField = apiField({ type: 'integer', minimum: 0, example: 182 });
export const ApiNumberField = apiField({ type: Number, example: 12.5 });
export const ApiTextField = apiField({ type: String, example: 'Hagrid’s Magical Creatures Motorbike Adventure' });
export const ApiBooleanField = apiField({ type: Boolean, example: false });
export const ApiImportIdField = apiField({ type: String, example: 'imp_4f1d0c9a2b7e83d6f510' });

/** One of a fixed list of words, which is a named schema in the OpenAPI document. */
export function ApiEnumField(
  values: readonly string[],
  enumName: string,
  options: ApiFieldOptions = {},
): PropertyDecorator {
  return ApiProperty({ enum: [...values], enumName, example: values[0], ...options });
}
