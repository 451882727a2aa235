import { isNativeError } from 'node:util/types';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DATABASE_FULL_TEXT, isDatabaseUnavailable, isDiskFull, isLoginRefused } from '../database/database-errors.js';
import { DomainError, type ErrorCode } from '../domain-error.js';
import { currentRequestId } from '../logging/app-logger.js';
import { ERROR_STATUS, type ErrorResponse } from './http-errors.js';
import { MovedError, type MovedView } from './moved.js';

/** The public part of a failure. */
export interface PublicError {
  status: number;
  code: ErrorCode;
  message: string;
  details: Readonly<Record<string, unknown>>;
}

const INTERNAL: PublicError = {
  status: ERROR_STATUS.INTERNAL_ERROR,
  code: 'INTERNAL_ERROR',
  message: 'Internal error; the log has the details under the request id',
  details: {},
};

/** The public part of any thrown value; an unknown failure reveals nothing. */
export function toPublicError(thrown: unknown): PublicError {
  if (thrown instanceof DomainError) return fromDomain(thrown);
  if (thrown instanceof HttpException) return fromHttp(thrown);
  if (isDatabaseUnavailable(thrown) || isLoginRefused(thrown)) {
    return fromCode('DATABASE_UNAVAILABLE', 'The database cannot be reached; try again later');
  }
  if (isDiskFull(thrown)) return fromCode('DATABASE_FULL', DATABASE_FULL_TEXT);
  return INTERNAL;
}

function fromDomain(error: DomainError): PublicError {
  return error.code === 'INTERNAL_ERROR' ? INTERNAL : fromCode(error.code, error.message, error.details);
}

function fromCode(code: ErrorCode, message: string, details: PublicError['details'] = {}): PublicError {
  return { status: ERROR_STATUS[code], code, message, details };
}

/** Errors of the framework: unknown routes, body parsing, health. They keep their status, because 413 and 415 have no code. */
function fromHttp(error: HttpException): PublicError {
  const status = error.getStatus();
  const response = error.getResponse();
  if (status === 503) {
    const details = typeof response === 'object' ? (response as PublicError['details']) : {};
    return fromCode('DATABASE_UNAVAILABLE', 'The service is not available at present', details);
  }
  if (status >= 500) return INTERNAL;
  return { status, code: codeOfStatus(status), message: error.message, details: {} };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'RATE_LIMITED';
  return 'VALIDATION_FAILED';
}

/** Converts every failure to an HTTP response and a log line. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (thrown instanceof MovedError) {
      redirect(response, thrown);
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
    response.status(status).json(body);
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
function redirect(response: Response, { location }: MovedError): void {
  const body: MovedView = { location };
  response.status(MovedError.STATUS).set({ Location: location, 'Cache-Control': 'public, max-age=60' }).json(body);
}

/** The stack with the stacks of its causes. */
function stackOf(thrown: unknown): string {
  if (!isNativeError(thrown)) return `thrown: ${String(thrown)}`;
  const stack = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return isNativeError(thrown.cause) ? `${stack}\ncaused by ${stackOf(thrown.cause)}` : stack;
}
