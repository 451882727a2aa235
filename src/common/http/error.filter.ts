import { isNativeError } from 'node:util/types';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { currentRequestId } from '../logging/request-context.js';
import type { ErrorResponse } from './error-response.js';
import { type PublicError, toPublicError } from './public-error.js';

/** The one place where a failure becomes an HTTP answer, and a log line. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { status, code, message, details } = toPublicError(thrown);
    this.log(request, { status, code, message, details }, thrown);
    if (response.headersSent) {
      // a stream broke half-way: the client can only be told by ending the connection
      response.destroy();
      return;
    }
    // whoever throws an error that passes by itself says in how long
    const { retryAfterSeconds } = details;
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds);
    const body: ErrorResponse = { error: { code, message, details }, requestId: currentRequestId() ?? '' };
    response.status(status).json(body);
  }

  private log(request: Request, { status, code, message }: PublicError, thrown: unknown): void {
    // not `path`, which lacks the prefix in unknown routes; not the query, which may hold anything
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

/** The stack with those of its causes, which say what really went wrong. */
function stackOf(thrown: unknown): string {
  if (!isNativeError(thrown)) return `thrown: ${String(thrown)}`;
  const stack = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return isNativeError(thrown.cause) ? `${stack}\ncaused by ${stackOf(thrown.cause)}` : stack;
}
