import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { TIME_ZONE_VERSION } from '../../common/time/zones/time-zones.js';

/** By which rules days and hours are cut: an IANA release that is years old is a reason to update the program. */
@Injectable()
export class TimeZonesIndicator {
  readonly key = 'timeZones';

  constructor(private readonly indicators: HealthIndicatorService) {}

  check(): HealthIndicatorResult<'timeZones'> {
    return this.indicators.check('timeZones').up({ version: TIME_ZONE_VERSION });
  }
}
