import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AdminKeyGuard } from './admin-key.guard.js';
import { ApiErrors } from './dto/api-errors.js';
import { RateLimitTier } from './rate-limit.guard.js';

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
