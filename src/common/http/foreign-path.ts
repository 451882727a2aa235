import { NotFoundException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/** Everything is served below these; Nest leaves other paths to Express, whose 404 is a page of HTML. */
const SERVED = /^\/(api|metrics)(\/|$)/i;

export function refuseForeignPaths(request: Request, _response: Response, next: NextFunction): void {
  next(SERVED.test(request.path) ? undefined : new NotFoundException(`Cannot ${request.method} ${request.path}`));
}
