import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/domain-error.js';
import { ErrorResponse } from '../error-response.js';
import { ERROR_STATUS } from '../error-status.js';
import { errorExample } from '../openapi/error-examples.js';

/** Codes that every operation with an error of this status can give too. */
const ALWAYS: Readonly<Record<number, readonly ErrorCode[]>> = {
  400: ['VALIDATION_FAILED'],
  503: ['DATABASE_UNAVAILABLE', 'DATABASE_FULL'],
};

/** The codes that were documented of a controller so far. */
const CODES_OF_CONTROLLER = Symbol('error codes of the controller');

/**
 * Documents the error answers of a handler or controller by their codes; the status of each comes from the code. Of several
 * on one controller, which has those of its kind as well, all codes count: a later response of a status replaces the former.
 */
export function ApiErrors(...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (key !== undefined) return responsesOf(codes)(target, key, descriptor);
    const former = (Reflect.getOwnMetadata(CODES_OF_CONTROLLER, target) as ErrorCode[] | undefined) ?? [];
    const all = [...new Set([...codes, ...former])];
    Reflect.defineMetadata(CODES_OF_CONTROLLER, all, target);
    responsesOf(all)(target as () => void);
  };
}

function responsesOf(codes: readonly ErrorCode[]) {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    const known = byStatus.get(status) ?? new Set(ALWAYS[status] ?? []);
    byStatus.set(status, known.add(code));
  }
  return applyDecorators(
    ApiExtraModels(ErrorResponse),
    ...[...byStatus].map(([status, set]) => ApiResponse({ status, ...errorResponseOf([...set]) })),
  );
}

function errorResponseOf(codes: readonly ErrorCode[]) {
  const schema = errorSchemaOf(codes);
  const examples = Object.fromEntries(codes.map((code) => [code, errorExample(code)]));
  return { description: codes.join(', '), content: { 'application/json': { schema, examples } } };
}

/** The schema of error responses with one of these codes. */
export function errorSchemaOf(codes: readonly ErrorCode[]) {
  // With all fields, though only the code is narrowed: validators of examples take a field that is missing here for unknown.
  const properties = {
    code: { type: 'string', enum: [...codes] },
    message: { type: 'string' },
    details: { type: 'object', additionalProperties: true },
  };
  const narrowed = { type: 'object', properties: { error: { type: 'object', properties } } };
  return { allOf: [{ $ref: getSchemaPath(ErrorResponse) }, narrowed] };
}
