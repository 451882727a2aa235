import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

export const JSON_BODY_LIMIT_BYTES = 1024 * 1024;

/** Bodies are JSON: any other type is 415 rather than silently ignored. */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const isEmpty = request.get('content-length') === '0';
  // `is` gives null where there is no body, and false where it has another type
  if (!isEmpty && request.is('json') === false) {
    next(new UnsupportedMediaTypeException('The body must be application/json'));
    return;
  }
  next();
}
