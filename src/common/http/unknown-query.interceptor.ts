import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { ValidationFailedError } from './http-errors.js';
import { routeArguments } from './route-arguments.js';

/**
 * Refuses query parameters that a route does not take. Where a route binds a query DTO the validation pipe does so;
 * this covers the routes that bind none, or single parameters.
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

/** The names that the handler binds one by one, or 'DTO' where it binds the whole query. */
function knownParameters(context: ExecutionContext): 'DTO' | ReadonlySet<string> {
  const queries = routeArguments(context, RouteParamtypes.QUERY);
  if (queries.some(({ data }) => typeof data !== 'string')) return 'DTO';
  return new Set(queries.map(({ data }) => String(data)));
}
