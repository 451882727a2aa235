import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { ValidationFailedError } from './http-errors.js';
import { routeArguments } from './route-arguments.js';

/**
 * Refuses fields in the body of a route without a body, because their sender expects an effect. An empty object, which many
 * clients send, is accepted, and so is the body of a GET, which has no meaning in HTTP.
 */
@Injectable()
export class UnexpectedBodyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const body = request.body as object | undefined;
    if (request.method !== 'GET' && routeArguments(context, RouteParamtypes.BODY).length === 0) {
      const fields = Object.keys(body ?? {});
      if (fields.length > 0) throw ValidationFailedError.ofUnknown(fields.map((field) => [field]));
    }
    return next.handle();
  }
}
