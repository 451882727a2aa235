import { applyDecorators, type CanActivate, Controller, Injectable, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { ClockCheck } from '../database/database-clock.js';
import { DomainError } from '../domain-error.js';
import { AdminKeyGuard } from './admin-key.js';
import { ApiErrors } from './openapi/api-errors.js';
import { RateLimitTier } from './rate-limit.js';

/** Name of the bearer scheme in the OpenAPI document. */
export const ADMIN_SECURITY = 'admin';

/**
 * A controller below `/api/admin/<path>`. All admin controllers use it, so that each has the key check, the rate limit and
 * their documentation. The tag defaults to `admin: <path>`.
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

/** A public read-only controller below `/api/<path>`, within the public rate limit. */
export function PublicController(path: string, tag = path): ClassDecorator {
  return applyDecorators(
    Controller(path),
    RateLimitTier('public'),
    ApiTags(tag),
    ApiErrors('VALIDATION_FAILED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'DATABASE_UNAVAILABLE'),
  );
}

/** The request starts work, but this process only serves requests. */
export class NotAWorkerError extends DomainError {
  constructor() {
    super(
      'NOT_A_WORKER',
      'This process only serves requests (ROLE=api). Send this request to a process with ROLE=worker or all, or use the ' +
        'command line; workers run the scheduled jobs anyway',
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
 * An operation that starts work in the process that receives the request. A process without workers refuses it with 409
 * `NOT_A_WORKER`; list this code in `@ApiErrors`.
 */
export function WorkerOnly(): MethodDecorator {
  return UseGuards(WorkerOnlyGuard);
}

@Injectable()
export class RightClockGuard implements CanActivate {
  constructor(private readonly clockCheck: ClockCheck) {}

  async canActivate(): Promise<boolean> {
    await this.clockCheck.refuseAhead();
    return true;
  }
}

/**
 * An operation whose work depends on the current time, like a job with `needsRightClock`. A process whose clock is ahead
 * of the database's clock refuses it with 409 `CLOCK_DISAGREES`; list this code in `@ApiErrors`.
 */
export function NeedsRightClock(): MethodDecorator {
  return UseGuards(RightClockGuard);
}
