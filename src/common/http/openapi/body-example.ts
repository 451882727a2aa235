import type { Type } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';

/**
 * Documents the body of an operation with an example that the operation accepts. Without one, Swagger UI fills in every field,
 * even those that exclude each other. Ids in it are 1, because Swagger UI fills in 1 for ids in paths too.
 */
export function ApiBodyExample(type: Type, value: object): MethodDecorator {
  return ApiBody({ type, examples: { example: { value } } });
}
