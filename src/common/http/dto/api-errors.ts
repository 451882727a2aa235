import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/domain-error.js';
import { ErrorResponse } from '../error-response.js';
import { ERROR_STATUS } from '../error-status.js';

/** Codes that every operation with an error of this status can give too. */
const ALWAYS: Readonly<Record<number, ErrorCode>> = { 400: 'VALIDATION_FAILED', 503: 'DATABASE_UNAVAILABLE' };

/** Documents the error answers of a handler or controller by their codes; the status of each comes from the code. */
export function ApiErrors(...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    const known = byStatus.get(status) ?? new Set(ALWAYS[status] ? [ALWAYS[status]] : []);
    byStatus.set(status, known.add(code));
  }
  return applyDecorators(
    ApiExtraModels(ErrorResponse),
    ...[...byStatus].map(([status, set]) => ApiResponse({ status, ...errorResponseOf([...set]) })),
  );
}

function errorResponseOf(codes: readonly ErrorCode[]) {
  const code = { type: 'string', enum: [...codes] };
  const narrowed = { type: 'object', properties: { error: { type: 'object', properties: { code } } } };
  return { description: codes.join(', '), schema: { allOf: [{ $ref: getSchemaPath(ErrorResponse) }, narrowed] } };
}
