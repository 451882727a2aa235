import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { WholeNumber } from './request-fields.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** The database reads all skipped rows, so deep offsets are slow; clients should filter instead. */
const MAX_OFFSET = 1_000_000;

/** The `limit` of a list. In a subclass of {@link PageQuery} it replaces the default maximum. */
export function PageLimit(max: number = MAX_LIMIT, defaultLimit: number = DEFAULT_LIMIT): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: max, default: defaultLimit }),
    IsOptional(),
    WholeNumber(),
    Min(1),
    Max(max),
  );
}

/** Query of a paged list. */
export class PageQuery {
  @PageLimit()
  limit: number = DEFAULT_LIMIT;

  @ApiProperty({ type: 'integer', required: false, minimum: 0, maximum: MAX_OFFSET, default: 0 })
  @IsOptional()
  @WholeNumber()
  @Min(0)
  @Max(MAX_OFFSET)
  offset: number = 0;
}

export class PageInfo {
  @ApiProperty({ type: 'integer', example: 50 })
  limit: number;

  @ApiProperty({ type: 'integer', example: 0 })
  offset: number;

  @ApiProperty({ type: 'integer', example: 123, description: 'Items of the whole list' })
  total: number;
}

/** A page of a list. */
export interface Page<T> {
  data: T[];
  page: PageInfo;
}

export function pageOf<T>(data: T[], total: number, { limit, offset }: PageQuery): Page<T> {
  return { data, page: { limit, offset, total } };
}

/** Documents a handler that returns a {@link Page} of these items. */
export function ApiPage(item: Type, description = ''): MethodDecorator & ClassDecorator {
  const schema = {
    type: 'object',
    required: ['data', 'page'],
    properties: {
      data: { type: 'array', items: { $ref: getSchemaPath(item) } },
      page: { $ref: getSchemaPath(PageInfo) },
    },
  };
  return applyDecorators(ApiExtraModels(PageInfo, item), ApiOkResponse({ description, schema }));
}
