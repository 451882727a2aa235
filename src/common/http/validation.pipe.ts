import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ValidationFailedError } from './http-errors.js';

/** Checks and converts bodies and queries by their DTO; what a DTO does not know is refused. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new ValidationFailedError(problemsByField(errors)),
  });
}

/** The messages of each wrong field under its path, such as `range.startDate` or `ids.0`. */
function problemsByField(errors: readonly ValidationError[], parentPath = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...errors.map((error) => {
      const path = parentPath ? `${parentPath}.${error.property}` : error.property;
      const own = error.constraints ? { [path]: problemsOf(error, error.constraints) } : {};
      return { ...own, ...problemsByField(error.children ?? [], path) };
    }),
  ) as Record<string, string[]>;
}

/** Rules of a value's kind: where one of them is broken, bounds and lengths have nothing to say. */
const KIND_RULES = ['isInt', 'isNumber', 'isString'];

function problemsOf({ property, value }: ValidationError, constraints: Record<string, string>): string[] {
  if (value === undefined) return [`${property} is required`];
  const wrongKind = KIND_RULES.flatMap((rule) => constraints[rule] ?? []);
  return wrongKind.length > 0 ? wrongKind : Object.values(constraints);
}
