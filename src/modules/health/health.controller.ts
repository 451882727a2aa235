import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { ApiErrors } from '../../common/http/dto/api-errors.js';
import { RateLimitTier } from '../../common/http/rate-limit.guard.js';
import { DatabaseIndicator } from './database.indicator.js';
import { MigrationsIndicator } from './migrations.indicator.js';

class Liveness {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}

@Controller('health')
@ApiTags('health')
@RateLimitTier('unlimited')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: DatabaseIndicator,
    private readonly migrations: MigrationsIndicator,
  ) {}

  /** The process is up and answers. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: Liveness })
  live(): Liveness {
    return { status: 'ok' };
  }

  /** Whether it can serve: `ok`, `degraded` (it serves, something needs care), or 503. */
  @Get()
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @ApiOkResponse({ description: 'It serves', schema: healthSchema() })
  @ApiErrors('DATABASE_UNAVAILABLE')
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.database.check(), () => this.migrations.check()]);
  }
}

function healthSchema() {
  const checks = {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
      additionalProperties: true,
    },
    example: { database: { status: 'up', responseTime: 1 }, migrations: { status: 'up' } },
  };
  return {
    type: 'object',
    required: ['status', 'details'],
    properties: {
      status: { type: 'string', enum: ['ok', 'degraded'], example: 'ok' },
      info: checks,
      error: { ...checks, example: {} },
      details: checks,
    },
  };
}
