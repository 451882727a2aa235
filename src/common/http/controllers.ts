import { applyDecorators, type CanActivate, Controller, Injectable, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { DomainError } from '../domain-error.js';
import { AdminKeyGuard } from './admin-key.js';
import { ApiErrors } from './openapi/api-errors.js';
import { RateLimitTier } from './rate-limit.js';

/** Name of the bearer scheme in the OpenAPI document. */
export const ADMIN_SECURITY = 'admin';

/**
 * A controller below `/api/admin/<path>`: the only way to make one, so that none can forget the key, the rate limit
 * or their documentation. The tag defaults to `admin: <path>`.
 */
export function AdminController(path: string, tag = `admin: ${path}`): ClassDecorator {
  return applyDecorators(
    Controller(`admin/${path}`),
    RateLimitTier('admin'),
    UseGuards(AdminKeyGuard),
    ApiBearerAuth(ADMIN_SECURITY),
    ApiTags(tag),
    ApiErrors('VALIDATION_FAILED', 'UNAUTHORIZED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'DATABASE_UNAVAILABLE'),
  );
}

/** A read-only controller below `/api/<path>`, open to everybody within the public rate limit. */
export function PublicController(path: string, tag = path): ClassDecorator {
  return applyDecorators(
    Controller(path),
    RateLimitTier('public'),
    ApiTags(tag),
    ApiErrors('VALIDATION_FAILED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'DATABASE_UNAVAILABLE'),
  );
}

/** The process only answers requests; what was asked for is work. */
export class NotAWorkerError extends DomainError {
  constructor() {
    super(
      'NOT_A_WORKER',
      'This process only answers requests (ROLE=api) and does no work. Send this request to a process with ROLE=worker or ' +
        'all, or use the command line program; scheduled work is done by the workers anyway',
    );
  }
}

@Injectable()
export class WorkerOnlyGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  canActivate(): boolean {
    if (this.config.runsWorkers) return true;
    throw new NotAWorkerError();
  }
}

/**
 * An operation that begins work in the process that answers. One that only answers refuses it with 409 `NOT_A_WORKER`, which
 * belongs into its `@ApiErrors`.
 */
export function WorkerOnly(): MethodDecorator {
  return UseGuards(WorkerOnlyGuard);
}
