import {
  type ArgumentMetadata,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UnsupportedMediaTypeException,
  ValidationPipe,
} from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { ValidationError } from 'class-validator';
import type { NextFunction, Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ValidationFailedError } from './http-errors.js';
import { routeArguments } from './route-arguments.js';

export const JSON_BODY_LIMIT_BYTES = 1024 * 1024;

/** Bodies are JSON: any other type is 415 rather than silently ignored. */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const isEmpty = request.get('content-length') === '0';
  // `is` returns null without a body, and false for another type
  if (!isEmpty && request.is('json') === false) {
    next(new UnsupportedMediaTypeException('The body must be application/json'));
    return;
  }
  next();
}

/** No DTO is nested this deep; anything below is inside an unknown field. */
const MAX_NAMED_DEPTH = 8;

/**
 * Paths of request fields that are named like a member of every object, such as `['inner', '0', 'toString']`. The validation pipe
 * misses them: Nest and class-transformer skip some of them, and class-validator treats inherited members of its own tables as
 * known fields.
 */
function prototypeNames(value: unknown, parents: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || parents.length === MAX_NAMED_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...parents, name];
    return name in Object.prototype || name === 'prototype' ? [path] : prototypeNames(inner, path);
  });
}

/** class-transformer recurses into any input, until the stack overflows. */
function isNestedDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeperThan(levels - 1, inner));
}

const MAX_NESTING = 32;

/** Validates and converts bodies and queries by their DTO; unknown fields are refused. */
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

/** The messages of each invalid field by its path, such as `range.startDate` or `ids.0`. */
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

/** Type rules: if one of them fails, messages about bounds and lengths are omitted. */
const KIND_RULES = ['isInt', 'isNumber', 'isString'];

function problemsOf({ property, value }: ValidationError, constraints: Record<string, string>): string[] {
  if (value === undefined) return [`${property} is required`];
  const wrongKind = KIND_RULES.flatMap((rule) => constraints[rule] ?? []);
  return wrongKind.length > 0 ? wrongKind : Object.values(constraints);
}

/**
 * Refuses unknown query parameters. For routes that bind a query DTO, the validation pipe does so; this covers routes that bind
 * no query, or single parameters.
 */
@Injectable()
export class UnknownQueryInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const known = knownParameters(context);
    if (known !== 'DTO') {
      const unknown = Object.keys(context.switchToHttp().getRequest<Request>().query).filter((key) => !known.has(key));
      if (unknown.length > 0) throw ValidationFailedError.ofUnknown(unknown.map((key) => [key]));
    }
    return next.handle();
  }
}

/** The names that the handler binds individually, or 'DTO' if it binds the whole query. */
function knownParameters(context: ExecutionContext): 'DTO' | ReadonlySet<string> {
  const queries = routeArguments(context, RouteParamtypes.QUERY);
  if (queries.some(({ data }) => typeof data !== 'string')) return 'DTO';
  return new Set(queries.map(({ data }) => String(data)));
}
