import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiParam, type ApiParamOptions } from '@nestjs/swagger';
import type { Request } from 'express';
import { ValidationFailedError } from '../http-errors.js';
import { UUID_PATTERN } from '../../reading/field-readers.js';
import { MAX_INTERNAL_ID } from './request-fields.js';

/** A path parameter such as `:parkId` as a number; 400 unless it is an integer from 1 to 4294967295. */
export function InternalId(name: string): ParameterDecorator {
  return pathParameter(
    { name, schema: { type: 'integer', minimum: 1, maximum: MAX_INTERNAL_ID, example: 1 } },
    toInternalId,
  );
}

/** A path parameter that is the UUID of an entity at ThemeParks.wiki, in lower case. */
export function ThemeparksWikiIdParam(name: string): ParameterDecorator {
  return pathParameter(
    { name, schema: { type: 'string', format: 'uuid', example: '89db5d43-c434-4097-b71f-f6869f495a22' } },
    toThemeparksWikiId,
  );
}

function toInternalId(text: string, name: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > MAX_INTERNAL_ID) {
    throw new ValidationFailedError({ [name]: [`${name} must be an integer from 1 to ${MAX_INTERNAL_ID}`] });
  }
  return id;
}

function toThemeparksWikiId(text: string, name: string): string {
  if (!UUID_PATTERN.test(text)) throw new ValidationFailedError({ [name]: [`${name} must be a UUID`] });
  return text.toLowerCase();
}

/** Replaces `@Param`, because the validation pipe would convert "0x1" to 1. */
const RawPathParameter = createParamDecorator((name: string, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<Request<Record<string, string>>>().params[name];
});

/** Binds and documents a path parameter in one place, so that the two cannot differ. */
export function pathParameter(
  documentation: ApiParamOptions & { name: string },
  convert: (text: string, name: string) => unknown,
): ParameterDecorator {
  const { name } = documentation;
  const pipe: PipeTransform<string> = { transform: (text) => convert(text, name) };
  return (target, key, index) => {
    if (key === undefined) throw new TypeError('A path parameter belongs to a handler, not to a constructor');
    RawPathParameter(name, pipe)(target, key, index);
    const handler = Object.getOwnPropertyDescriptor(target, key);
    if (handler) ApiParam(documentation)(target, key, handler);
  };
}
