import { applyDecorators, type CanActivate, Controller, Injectable, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { ClockCheck } from '../database/database-clock.js';
import { DomainError } from '../domain-error.js';
import { AdminGuard } from './access/admin-guard.js';
import { type ControllerScopes, RouteScopes } from './access/scopes.js';
import { ApiErrors } from './openapi/api-errors.js';
import { RateLimitTier } from './rate-limit.js';

/**
 * A controller below `/api/admin/<path>`. All admin controllers use it, so that each has the key check, the scopes of its
 * routes, the rate limit and their documentation. Reads need the scope `read` unless `scopes` has others; a controller with
 * other routes must declare theirs.
 */
export function AdminController(path: string, tag: string, scopes: ControllerScopes = {}): ClassDecorator {
  return applyDecorators(
    Controller(`admin/${path}`),
    RateLimitTier('admin'),
    UseGuards(AdminGuard),
    RouteScopes(scopes),
    ApiTags(tag),
    ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'CSRF_TOKEN_INVALID'),
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
