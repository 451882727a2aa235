import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { withinTime } from '../../common/async/concurrency.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { RateLimitTier } from '../../common/http/rate-limit.js';
import { HEALTH_PARTS, type HealthPart } from './health-indicators.js';

/** Probes wait about ten seconds: a hanging database must not delay the response for longer. */
const PART_LIMIT_MS = 5_000;

class Liveness {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}

@Controller('health')
@ApiTags('health')
@RateLimitTier('unlimited')
@ApiErrors('VALIDATION_FAILED')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(HEALTH_PARTS) private readonly parts: readonly HealthPart[],
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process is up' })
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: Liveness })
  live(): Liveness {
    return { status: 'ok' };
  }

  @Get()
  @ApiOperation({
    summary: 'Whether the service works: ok, degraded (it serves requests, but something needs attention), or 503',
  })
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @ApiOkResponse({ description: 'The service can serve requests', schema: healthSchema() })
  @ApiErrors('DATABASE_UNAVAILABLE')
  check(): Promise<HealthCheckResult> {
    return this.health.check(this.parts.map((part) => () => this.inTime(part)));
  }

  private inTime(part: HealthPart): Promise<HealthIndicatorResult> {
    const message = `no result within ${PART_LIMIT_MS / 1_000} s`;
    return withinTime(Promise.resolve(part.check()), PART_LIMIT_MS, () =>
      this.indicators.check(part.key).degraded({ message }),
    );
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
    example: {
      database: { status: 'up', responseTime: 1 },
      migrations: { status: 'up' },
      partitions: { status: 'up', monthsAhead: 6, monthsWanted: 6 },
      liveData: {
        status: 'degraded',
        newestObservedAt: '2026-04-15T16:00:00.000Z',
        minutesSince: 2,
        destinations: [{ name: 'Resort', newestObservedAt: '2026-04-15T15:20:00.000Z', minutesSince: 42 }],
        stale: [{ name: 'Resort', minutesSince: 42, openParks: ['Park'] }],
      },
      alerts: {
        status: 'degraded',
        active: 1,
        critical: [{ key: 'quality.health', title: 'Data quality is critical', since: '2026-04-15T15:20:00.000Z' }],
      },
      timeZones: { status: 'up', version: '2026f' },
      versions: { status: 'up', program: '0.1.0', schema: 'CreateJobRuns1764400000350', server: 'MariaDB 10.11' },
      clock: { status: 'up', offsetSeconds: 0.012, responsesAhead: [], problems: [] },
      disk: { status: 'up', verdict: 'OK', freeBytes: 120_000_000_000 },
      replicas: {
        status: 'up',
        readsFrom: 'replica 1',
        list: [{ number: 1, state: 'USABLE', dataAgeSeconds: 1 }],
      },
    },
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
