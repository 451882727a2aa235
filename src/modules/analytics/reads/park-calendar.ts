import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { LocalHours } from './local-hours.js';

/** Which day it is at each park. What is known of a zone is kept: there are some forty. */
@Injectable()
export class ParkCalendar {
  private readonly daysOfZone = new Map<string | null, LocalDays>();
  private readonly hoursOfZone = new Map<string | null, LocalHours>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  today(timezone: string | null): string {
    return this.days(timezone).dateOf(this.clock.now().getTime());
  }

  days(timezone: string | null): LocalDays {
    return remembered(this.daysOfZone, timezone, () => new LocalDays(timezone, this.config.parkDayStartMinutes));
  }

  hours(timezone: string | null): LocalHours {
    return remembered(this.hoursOfZone, timezone, () => new LocalHours(timezone, this.config.parkDayStartMinutes));
  }
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
