import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ValidationFailedError } from './http-errors.js';
import { isNestedDeeperThan, prototypeNames } from './unsafe-fields.js';

const MAX_NESTING = 32;

/** Checks and converts bodies and queries by their DTO; what a DTO does not know is refused. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new ValidationFailedError(problemsByField(errors)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query' || metadata.type === 'body') refuseUnsafeFields(value);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function refuseUnsafeFields(value: unknown): void {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const deep = fields.filter(([, inner]) => isNestedDeeperThan(MAX_NESTING, inner)).map(([name]) => name);
  if (deep.length > 0) {
    const problem = `must not be nested deeper than ${MAX_NESTING} levels`;
    throw new ValidationFailedError(Object.fromEntries(deep.map((name) => [name, [`${name} ${problem}`]])));
  }
  const names = prototypeNames(value);
  if (names.length > 0) throw ValidationFailedError.ofUnknown(names);
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
