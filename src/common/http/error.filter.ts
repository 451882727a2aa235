import { isNativeError } from 'node:util/types';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { currentRequestId } from '../logging/app-logger.js';
import { unrecordedRefusal } from './access/audit.interceptor.js';
import { AuditTrail } from './access/audit-trail.js';
import type { ErrorResponse } from './http-errors.js';
import { MovedError, type MovedView } from './addresses/entity-address.js';
import { type PublicError, toPublicError } from './public-error.js';

/** Converts every failure to an HTTP response and a log line. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(
    private readonly audit: AuditTrail,
    private readonly config: AppConfig,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (thrown instanceof MovedError) {
      redirect(response, (this.config.BASE_PATH ?? '') + thrown.location);
      return;
    }
    const { status, code, message, details } = toPublicError(thrown);
    this.log(request, { status, code, message, details }, thrown);
    if (response.headersSent) {
      // a stream failed midway: only closing the connection can tell the client
      response.destroy();
      return;
    }
    // temporary errors carry the time after which to retry
    const { retryAfterSeconds } = details;
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds);
    const body: ErrorResponse = { error: { code, message, details }, requestId: currentRequestId() ?? '' };
    const refusal = unrecordedRefusal(request, thrown);
    if (refusal === null) response.status(status).json(body);
    else void this.audit.record(refusal).then(() => response.status(status).json(body));
  }

  private log(request: Request, { status, code, message }: PublicError, thrown: unknown): void {
    // not `path`, which lacks the prefix in unknown routes; not the query, which may contain anything
    const [path] = request.originalUrl.split('?');
    const line = `${request.method} ${path} -> ${status} ${code}`;
    if (status < 500) {
      this.logger.debug(`${line}: ${message}`);
    } else if (status === 503) {
      this.logger.warn(`${line}: ${isNativeError(thrown) ? thrown.message : message}`);
    } else {
      this.logger.error(line, stackOf(thrown));
    }
  }
}

/** Caches may keep the redirect as long as a page of the catalogue. */
function redirect(response: Response, location: string): void {
  const body: MovedView = { location };
  response.status(MovedError.STATUS).set({ Location: location, 'Cache-Control': 'public, max-age=60' }).json(body);
}

/** The stack with the stacks of its causes. */
function stackOf(thrown: unknown): string {
  if (!isNativeError(thrown)) return `thrown: ${String(thrown)}`;
  const stack = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return isNativeError(thrown.cause) ? `${stack}\ncaused by ${stackOf(thrown.cause)}` : stack;
}
