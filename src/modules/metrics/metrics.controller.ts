import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { RateLimitTier } from '../../common/http/rate-limit.js';
import { MetricsTextService } from './metrics-text.service.js';

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';

@Controller('metrics')
@ApiTags('health')
@RateLimitTier('unlimited')
@ApiErrors('VALIDATION_FAILED')
export class MetricsController {
  constructor(private readonly metrics: MetricsTextService) {}

  @Get()
  @Header('Content-Type', PROMETHEUS_TEXT)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Prometheus metrics: requests, jobs, collection, freshness per destination, imports, alerts, this process',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'warehouse_live_stale_destinations 0' } })
  text(): Promise<string> {
    return this.metrics.text();
  }
}
